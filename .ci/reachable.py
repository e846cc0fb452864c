"""Whether PostgreSQL and Redis answer: exit status 0, or 1 with the reason printed.

python .ci/reachable.py postgres://user@host/name redis://host/1
"""

import sys

import psycopg
import redis


def main(postgres_url: str, redis_url: str) -> int:
    """Ask both; print the first reason against."""
    try:
        psycopg.connect(postgres_url, connect_timeout=5).close()
    except psycopg.Error as error:
        print(f"PostgreSQL does not answer ({str(error).splitlines()[0]})")
        return 1
    try:
        redis.Redis.from_url(redis_url, socket_connect_timeout=5).ping()
    except redis.RedisError as error:
        print(f"Redis does not answer ({error})")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
