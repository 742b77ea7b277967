"""Articles become a searchable index: `build` makes one, `PassageIndex` answers from it."""
