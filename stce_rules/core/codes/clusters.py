"""855 to 859: a replay on a cluster."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "E855",
        "a library that a cluster needs is not installed",
        "`--engine spark` uses PySpark, which comes with an extra of its own, so that nobody else has to install it.",
        "Install `stce-rules[spark]` where the replay is begun, and on every machine of the cluster.",
    ),
    Code(
        "E856",
        "there is no Java runtime that Spark can run on",
        "Spark is a program for the Java runtime, also where a replay is begun. It wants Java 17 or newer with all its "
        "modules; small runtimes made for other programs leave some out.",
        "Install a Java runtime, and let the environment variable JAVA_HOME name its folder.",
    ),
    Code(
        "E857",
        "the cluster cannot be used",
        "No master answers, or Spark gave up: it tries every task several times, so one machine that fails is no "
        "reason. Nothing of a replay that broke off counts as a result: its folder has no `summary.json`.",
        "Begin the cluster, correct `--master`, or see the logs of the cluster for the reason; then replay again.",
    ),
    Code(
        "E858",
        "a worker of the cluster lacks something",
        "Workers read the history and judge it themselves. They need the same version of Python and of this library, "
        "and the folders of the history and of the results under the same path.",
        "Install `stce-rules[spark]` on every machine or send a Python along with `spark.archives`, and share the "
        "folders.",
    ),
    Code(
        "E859",
        "a replay that cannot be done on a cluster",
        "Workers open the files of a history by their names and send back what they find, into an empty folder. The "
        "standard input, a database and plugins whose parts cannot be sent stay on one machine.",
        "Replay on one machine with another `--engine`, or do what the report says.",
    ),
)
