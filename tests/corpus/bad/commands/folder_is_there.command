2 new ruleset commands --in ..
