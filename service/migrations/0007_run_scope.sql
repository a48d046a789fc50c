-- For whom a run works ("*" for all): while one is under way, whoever wants the same is led to it.
ALTER TABLE runs.runs ADD COLUMN scope text NOT NULL DEFAULT '';
