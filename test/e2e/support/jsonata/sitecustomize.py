"""Gives moto's interpreter what it lacks; Python runs this at its start when the folder is in PYTHONPATH.

moto ships no JSONata engine: expressions go to the one that answers at JSONATA_PORT. It cannot answer
DescribeExecution when the output holds a timestamp either: those become text. It reads a definition
anew for each machine and execution, which takes longer than to run it: here a copy is made instead.
"""

import copy
import datetime
import functools
import http.client
import json
import os
import queue

from moto.stepfunctions.parser.asl.jsonata import jsonata
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

idle_connections = queue.LifoQueue()


def connection():
    try:
        return idle_connections.get_nowait()
    except queue.Empty:
        return http.client.HTTPConnection("127.0.0.1", int(os.environ["JSONATA_PORT"]))


def evaluate(expression):
    evaluator = connection()
    evaluator.request("POST", "/jsonata", expression.encode())
    answer = json.load(evaluator.getresponse())
    idle_connections.put(evaluator)
    if "error" in answer:
        raise jsonata.JSONataException("UNKNOWN", answer["error"])
    return answer["value"]


def as_text(_, value):
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    raise TypeError(f"{type(value)} is not JSON")


parse_once = functools.lru_cache(maxsize=None)(AmazonStateLanguageParser.parse)


def parse(definition):
    program, tree = parse_once(definition)
    return copy.deepcopy(program), tree


jsonata._eval_jsonata = evaluate
AmazonStateLanguageParser.parse = staticmethod(parse)
json.JSONEncoder.default = as_text
