"""Three years of a synthetic country: histories walked once through the machines, then told of every body.

`lives` walks, in memory and under a clock that travels, each history that bodies which are alike may live: what they owe, in
ten manners from prompt to never, at several turns of the year. `template` cuts what a walk recorded at codes, people, ids,
instants and words; `telling` fills that in for a body, byte by byte, a hundred times faster than walking again. Days are never
moved: deadlines stay those that the rules computed from them. What an analysis does to cases on which other bodies act, too
(cartograms, consolidated lists), is carried out on those cases as they have become. `years` writes all of it by the log's own
group commit in the order of time, around the demonstration's story, each save under its past instant; commands have ids of
their own, so that an interrupted build is carried on. `tests/service/test_country_years.py` does every event again, by whoever
did it, and holds the result against what lies in the log.
"""
