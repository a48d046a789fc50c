"""Sets a document in a process of its own, given by its path: memory that setting takes is given back, and a fault takes nobody along.

Reads from standard input a JSON object with `template`, `data` and maybe the `standards` that the PDF keeps to, writes the PDF to standard output. Nothing of it touches the disk.
The arguments are how many bytes of memory and seconds of the processor it may take: what needs more is ended by a signal.
"""

import json
import os
import resource
import sys

import typst


def main() -> None:
    """Keep to the limits, and set what comes in; the fonts are those that the library brings, on every machine the same."""
    memory, seconds = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.load(sys.stdin.buffer)
    data = json.dumps(asked["data"], ensure_ascii=False)
    made = typst.Compiler(ignore_system_fonts=True).compile(
        asked["template"].encode(), sys_inputs={"data": data}, format="pdf", pdf_standards=asked.get("standards", [])
    )
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        os.abort()
