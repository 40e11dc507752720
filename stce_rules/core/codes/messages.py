"""615 to 619, 644 to 659: messages of other formats."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "E615",
        "message is not well-formed",
        "The text breaks the rules of its own format, so that where one value ends and the next begins cannot be "
        "told. What stands after the fault would be guessed.",
        "Have the sender write the message again, or mend the place that is named.",
    ),
    Code(
        "E616",
        "message is beyond the limits",
        "It is longer, more deeply nested or has more parts than any declaration has, or it defines entities, which "
        "could make it grow without end or read files. Such a message is not read further.",
        "Send one declaration in each message, without a document type definition.",
    ),
    Code(
        "E617",
        "message is no declaration",
        "The format is known, but this kind of message declares nothing: an answer of customs, a notice, a template.",
        "Give the declarations themselves, with their amendments and cancellations.",
    ),
    Code(
        "W644",
        "value of a message cannot be read",
        "What stands at this place is not what belongs there, such as letters in a mass. The box counts as "
        "unreadable, which is not the same as blank.",
        "Have the declarant correct the value.",
    ),
    Code(
        "W645",
        "message says two things of one box",
        "Two places of the message fill the same box with different values. The first is kept, and the box counts as "
        "unreadable.",
        "Have the declarant correct the message.",
    ),
    Code(
        "W646",
        "message disagrees with itself",
        "A count or a reference in the message does not fit what is there: eight goods items are announced, and seven "
        "stand in it. Something may have been lost on the way.",
        "Compare with the sender's copy.",
    ),
    Code(
        "W647",
        "message holds only what changes",
        "Amendments of some formats show the values that change and nothing else. Goods, documents and stops that are "
        "not in the message may be in the declaration all the same, so what it does not show is unknown.",
        "Judge the amended declaration as a whole, as the customs system keeps it.",
    ),
    Code(
        "W648",
        "message names no declaration",
        "A declaration that is not registered yet may have no reference of its own. It is judged under a name made of "
        "the content of the message, which changes with the content.",
        "Give the declaration a reference before it is sent, or export it after registration.",
    ),
)
