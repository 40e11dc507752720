"""The sections of a report, a module for each: figures in, a section of the page out; None where there is none."""
