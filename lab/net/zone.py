#!/usr/bin/python3
"""Edits the zone file of dns.py in place (a rename, so the server never reads half a file).

usage: zone.py ZONE.json clear                       no rules, no DNS64
       zone.py ZONE.json rule JSON                   adds a rule; it replaces one of the same name and type
       zone.py ZONE.json dns64 PREFIX
       zone.py ZONE.json record NAME TYPE VALUE...   JSON objects and lists, or words; no value removes it
"""
import json
import os
import sys


def value(word):
    try:
        parsed = json.loads(word)
    except ValueError:
        return word
    return parsed if isinstance(parsed, (dict, list)) else word


def edit(zone, operation, arguments):
    if operation == "clear":
        zone["rules"] = []
        zone.pop("dns64", None)
    elif operation == "rule":
        rule = json.loads(arguments[0])
        if "delay" in rule:
            rule["delay"] /= 1000  # the command line speaks of milliseconds
        key = (rule.get("type"), rule.get("name"))
        others = [r for r in zone["rules"] if (r.get("type"), r.get("name")) != key]
        zone["rules"] = others + [rule]
    elif operation == "dns64":
        zone["dns64"] = arguments[0]
    elif operation == "record":
        name, kind, *words = arguments
        records = zone["records"].setdefault(name, {})
        records.pop(kind, None)
        if words:
            records[kind] = [value(word) for word in words]
    else:
        sys.exit(__doc__)


def main():
    path, operation, *arguments = sys.argv[1:]
    with open(path, encoding="utf-8") as f:
        zone = json.load(f)
    edit(zone, operation, arguments)
    with open(path + ".new", "w", encoding="utf-8") as f:
        json.dump(zone, f, indent=1)
    os.replace(path + ".new", path)


if __name__ == "__main__":
    main()
