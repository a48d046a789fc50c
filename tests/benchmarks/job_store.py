"""APScheduler's job store in PostgreSQL, with the table and the statements of its own one for SQLAlchemy.

That library is no dependency of ours; without it the store has one connection and no layer above it, which makes the peer
faster, never slower.
"""

import pickle
from datetime import datetime
from typing import Any

import psycopg
from apscheduler.job import Job
from apscheduler.jobstores.base import BaseJobStore, ConflictingIdError, JobLookupError
from apscheduler.util import datetime_to_utc_timestamp, utc_timestamp_to_datetime

_TABLE = """
    CREATE TABLE IF NOT EXISTS apscheduler_jobs (id varchar(191) PRIMARY KEY, next_run_time double precision, job_state bytea NOT NULL);
    CREATE INDEX IF NOT EXISTS ix_apscheduler_jobs_next_run_time ON apscheduler_jobs (next_run_time)
"""


class PostgresJobStore(BaseJobStore):  # type: ignore[misc]  # the library carries no types
    """Keeps jobs in a table; every change is a transaction of its own."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.conn = psycopg.connect(url, autocommit=True)
        self.conn.execute(_TABLE)

    def lookup_job(self, job_id: str) -> Job | None:
        """Give a job by its id."""
        row = self.conn.execute("SELECT job_state FROM apscheduler_jobs WHERE id = %s", [job_id]).fetchone()
        return self._job(row[0]) if row else None

    def get_due_jobs(self, now: datetime) -> list[Job]:
        """Give the jobs that are due."""
        found = self.conn.execute(
            "SELECT id, job_state FROM apscheduler_jobs WHERE next_run_time <= %s ORDER BY next_run_time",
            [datetime_to_utc_timestamp(now)],
        )
        return [self._job(state) for _, state in found]

    def get_next_run_time(self) -> datetime | None:
        """Give the time at which the next job is due."""
        row = self.conn.execute(
            "SELECT next_run_time FROM apscheduler_jobs WHERE next_run_time IS NOT NULL ORDER BY next_run_time LIMIT 1"
        ).fetchone()
        found: datetime | None = utc_timestamp_to_datetime(row[0]) if row else None
        return found

    def get_all_jobs(self) -> list[Job]:
        """Give all jobs."""
        found = self.conn.execute("SELECT job_state FROM apscheduler_jobs ORDER BY next_run_time")
        return [self._job(state) for (state,) in found]

    def add_job(self, job: Job) -> None:
        """Store a job."""
        try:
            self.conn.execute("INSERT INTO apscheduler_jobs VALUES (%s, %s, %s)", [job.id, *_stored(job)])
        except psycopg.errors.UniqueViolation:
            raise ConflictingIdError(job.id) from None

    def update_job(self, job: Job) -> None:
        """Store what a job has become."""
        values = [*_stored(job), job.id]
        statement = "UPDATE apscheduler_jobs SET next_run_time = %s, job_state = %s WHERE id = %s"
        if self.conn.execute(statement, values).rowcount == 0:
            raise JobLookupError(job.id)

    def remove_job(self, job_id: str) -> None:
        """Drop a job."""
        if self.conn.execute("DELETE FROM apscheduler_jobs WHERE id = %s", [job_id]).rowcount == 0:
            raise JobLookupError(job_id)

    def remove_all_jobs(self) -> None:
        """Drop all jobs."""
        self.conn.execute("DELETE FROM apscheduler_jobs")

    def shutdown(self) -> None:
        """Disconnect."""
        self.conn.close()

    def _job(self, state: bytes) -> Job:
        job = Job.__new__(Job)
        job.__setstate__({**pickle.loads(state), "jobstore": self})  # noqa: S301 - what this store wrote
        job._scheduler, job._jobstore_alias = self._scheduler, self._alias
        return job


def _stored(job: Job) -> tuple[Any, bytes]:
    return datetime_to_utc_timestamp(job.next_run_time), pickle.dumps(job.__getstate__(), pickle.HIGHEST_PROTOCOL)
