"""7xx: plugins. E730 to W749 are of the table plugin: its maps (E73x), rows (E74x) and boxes (W746 to W749)."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "E701",
        "two plugins have one name",
        "A plugin is configured and reported by its name. Of two with one name only the first would be used, and "
        "what the other controls would not be seen.",
        "Remove one of the two distributions, or give the plugin another name in its entry point.",
    ),
    Code(
        "E702",
        "a plugin cannot be imported",
        "An installed plugin that is left out would leave its lists and rules out too, and nobody would notice.",
        "Install the distribution again together with what it needs, or remove it.",
    ),
    Code(
        "E703",
        "a plugin does not fit its hooks",
        "A function of the plugin takes a parameter that the hook does not have, or wraps other plugins, which are "
        "asked one by one so that none can take away what another brings.",
        "Give the function the parameters of the specification in `stce_rules.hooks`, and no `wrapper=True`.",
    ),
    Code(
        "E704",
        "a plugin implements a hook that is not there",
        "A misspelt hook is never called, so what it brings would silently be missing.",
        "Spell the hook as `stce_rules.hooks` does; mark it `optionalhook=True` if another version of the library "
        "has it.",
    ),
    Code(
        "E705",
        "a plugin implements no hook",
        "It was announced in the entry-point group `stce_rules`, so it was meant to bring something.",
        "Mark its functions with `hookimpl` from `stce_rules.hooks`; a marker of another project is not seen.",
    ),
    Code(
        "E706",
        "a plugin failed when it was asked what it brings",
        "A list or ruleset that is missing is a control that is missing, so start-up stops instead of going on "
        "without it.",
        "Mend what the plugin says is wrong, or remove the plugin.",
    ),
    Code(
        "E707",
        "a plugin brings something that cannot be used",
        "A hook gives a list of the records that `stce_rules.hooks` describes, empty when there is nothing to bring. "
        "Anything else, and a record that is not whole, would silently be missing.",
        "Let the hook return a list of complete records.",
    ),
    Code(
        "E708",
        "two plugins bring the same name",
        "Rules, commands and configurations call fields, functions, lists, rulesets, formats and engines by name; "
        "which of two is meant could not be told.",
        "Remove one of the two plugins, or rename what one of them brings.",
    ),
    Code(
        "E709",
        "a plugin brings a name that cannot be written",
        "Names of functions are one lower-case word with underscores, names of fields are lower-case words, and other "
        "names are lower-case letters and digits with dots, hyphens or underscores between them.",
        "Rename what the plugin brings.",
    ),
    Code(
        "E710",
        "there is no such engine or decision policy",
        "The configuration names something that neither the library nor an installed plugin brings.",
        "Use one of the names that the report lists, or install the plugin that brings it.",
    ),
    Code(
        "E711",
        "an engine needs a library that is not installed",
        "Engines that rest on another library are optional, so that an installation carries only what it uses.",
        "Install the extra that the report names, or choose another engine; all give the same answers.",
    ),
    Code(
        "E720",
        "durable_rules failed its self-check",
        "When the engine `durable` loads rules into durable_rules it asserts an example for each and expects its "
        "conclusion. A rule that draws none would silently never hit.",
        "Choose the engine `indexed`, which gives the same answers; install durable_rules 2.0.28 anew to use it again.",
    ),
)
