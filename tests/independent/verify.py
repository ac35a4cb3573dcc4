"""Redoes a contest from the README's description alone: verifies the signatures of the pack and of every receipt, draws
every paper again, checks its hash, unpacks, marks and ranks. It shares no code with the app.

    python verify.py PACK BANKS RECEIPTS OUT [--compare DESK]

PACK is a file with XLSB1…, BANKS a folder that `bank build` wrote, RECEIPTS a file with XLSD1… texts. OUT gets
ranking.csv, receipts.csv and refused.csv with the columns that are compared; with --compare the tables that `bank desk`
wrote into DESK must say the same.
"""

import argparse
import base64
import collections
import csv
import hashlib
import json
import pathlib
import re
import struct
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

KINDS = ["single", "multiple", "judge", "blank", "order", "match", "scenario"]
LEVELS = ["basic", "advanced", "applied"]
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Refused(Exception):
    """Why something is no contest, no receipt or no receipt of this contest."""


# Bytes.


class Reader:
    """Postcard: fields one after the other, whole numbers in as few bytes as they need."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def raw(self, n):
        if self.at + n > len(self.data):
            raise Refused("ends too soon")
        piece = self.data[self.at : self.at + n]
        self.at += n
        return piece

    def byte(self):
        return self.raw(1)[0]

    def number(self):
        value, shift = 0, 0
        while True:
            byte = self.byte()
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def signed(self):
        folded = self.number()
        return folded >> 1 if folded % 2 == 0 else -(folded >> 1) - 1

    def bytes(self):
        return self.raw(self.number())

    def text(self):
        return self.bytes().decode("utf-8")

    def flag(self):
        byte = self.byte()
        if byte > 1:
            raise Refused("neither true nor false")
        return byte == 1

    def maybe(self, read):
        return read() if self.flag() else None

    def list(self, read):
        return [read() for _ in range(self.number())]

    def end(self):
        if self.at != len(self.data):
            raise Refused("more than there should be")


def from_text(mark, text):
    code = re.match(r"[A-Za-z0-9_-]*", text.split(mark, 1)[1]).group()
    return base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))


def unsealed(purpose, data):
    """What was signed, without key and signature, if the signature holds."""
    if len(data) < 96:
        raise Refused("too short")
    body, key, signature = data[:-96], data[-96:-64], data[-64:]
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, purpose + body + key)
    except (InvalidSignature, ValueError) as why:
        raise Refused("bad signature") from why
    return body, key


def short_code(data):
    number = int.from_bytes(data[:10], "big")
    signs = "".join(CROCKFORD[number >> shift & 31] for shift in range(75, -1, -5))
    return "-".join(signs[at : at + 4] for at in range(0, 16, 4))


def read_pack(text):
    data = from_text("XLSB1.", text)
    body, _ = unsealed(b"xueliansai pack 1\n", data)
    if body[:2] != bytes([1, 1]):
        raise Refused("not an open contest of version 1")
    it = Reader(body[2:])

    def section():
        return {
            "kind": KINDS[it.byte()],
            "n": it.number(),
            "points": it.number(),
            "bank": it.maybe(it.number),
            "topic": it.maybe(it.text),
            "level": it.maybe(lambda: LEVELS[it.byte()]),
        }

    terms = {"title": it.text(), "organiser": it.text(), "note": it.text()}
    terms["banks"] = it.list(lambda: (it.text(), it.raw(16), it.raw(5)))
    if it.number() == 0:
        terms["sections"], terms["picked"] = it.list(section), None
    else:
        terms["sections"], terms["picked"] = None, it.list(lambda: (it.number(), it.text(), it.number()))
    terms["per_entrant"], terms["shuffles"] = it.flag(), it.flag()
    terms["limit"], terms["per_question"] = it.maybe(it.number), it.maybe(it.number)
    terms["misses"] = it.maybe(it.number)
    terms["may_go_back"] = it.flag()
    terms["multiple"] = it.number()
    terms["pairs"] = it.flag()
    terms["pass"] = it.maybe(it.number)
    terms["opens"], terms["closes"] = it.signed(), it.signed()
    terms["attempts"], terms["daily"], terms["counts"] = it.number(), it.flag(), it.number()
    terms["rehearsal"] = it.flag()
    terms["units"] = it.number()
    terms["unit_names"] = it.list(it.text) if terms["units"] == 1 else []
    terms["number"], terms["reveal"] = it.number(), it.number()
    terms["watch"], terms["extra_time"] = it.flag(), it.flag()
    terms["unit_score"] = it.number()
    terms["top"] = it.number() if terms["unit_score"] == 2 else None
    terms["seed"] = it.raw(32)
    carried = it.list(it.text)
    it.end()
    terms["contest"] = hashlib.sha256(data).digest()[:16]
    return terms, carried


def read_receipt(data):
    if len(data) < 3 or data[0] != 1:
        raise Refused("not a receipt of version 1")
    if struct.unpack(">H", data[1:3])[0] != len(data):
        raise Refused("cut off")
    body, key = unsealed(b"xueliansai receipt 1\n", data)
    it = Reader(body[3:])
    receipt = {"contest": it.raw(16), "name": it.text()}
    unit = it.number()
    receipt["unit"] = None if unit == 0 else it.number() if unit == 1 else it.text()
    receipt["number"], receipt["attempt"], receipt["percent"] = it.text(), it.number(), it.number()
    receipt["paper"] = it.raw(8)
    receipt["started"], receipt["took"] = it.signed(), it.number()
    receipt["flags"], receipt["left"] = it.byte(), it.byte()
    receipt["answers"] = it.bytes()
    receipt["n_paces"], receipt["paces"] = it.number(), it.bytes()
    it.end()
    receipt["id"], receipt["device"] = hashlib.sha256(data).digest()[:10], key
    return receipt


# Texts.


def fold(text):
    invisible = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad"
    text = re.sub(f"[{invisible}]", "", "".join(text.split()))
    half = (chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else "零" if c == "〇" else c for c in text)
    return "".join(c.lower() if c.isascii() else c for c in half)


def whole_number(text):
    text = fold(text)
    words = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2} | {str(n): n for n in range(10)}
    if text.isascii() and text.isdigit():
        return int(text)
    if len(text) > 1 and all(c in words for c in text):
        return int("".join(str(words[c]) for c in text))
    if not re.fullmatch("[零一二三四五六七八九两十百千万0-9]+", text):
        return None
    if "万" in text:
        high, _, low = text.partition("万")
        high, low = below_ten_thousand(high, words), below_ten_thousand(low, words)
        return None if not high or low is None else high * 10_000 + low
    return below_ten_thousand(text, words)


def below_ten_thousand(text, words):
    """Of 一千零五十 and the like."""
    pattern = "零?".join(["(?:([^零十百千])千)?", "(?:([^零十百千])百)?", "(?:([^零十百千])?(十))?", "([^十百千])?"])
    found = re.fullmatch("零?" + pattern, text)
    if not found:
        return None
    thousands, hundreds, tens, ten, ones = found.groups()
    value = words.get(thousands, 0) * 1000 + words.get(hundreds, 0) * 100 + words.get(ones, 0)
    return value + (words.get(tens, 1) * 10 if ten else 0)


# Hashes.


def fields(*parts):
    hasher = hashlib.sha256()
    for part in parts:
        if isinstance(part, str):
            part = part.encode("utf-8")
        elif isinstance(part, int):
            part = part.to_bytes(8, "big")
        hasher.update(len(part).to_bytes(4, "big") + part)
    return hasher.digest()


def rights_of(question):
    rights = []
    for _, right in question["pairs"]:
        if right not in rights:
            rights.append(right)
    return rights + question.get("extra", [])


def matches_of(question):
    rights = rights_of(question)
    return [rights.index(right) for _, right in question["pairs"]]


def options_of(question):
    kind = question["kind"]
    if kind in ("single", "multiple"):
        return question["options"]
    if kind == "order":
        return question["items"]
    return rights_of(question) if kind == "match" else []


def question_hash(question):
    kind = question["kind"]
    options = options_of(question)
    stem = question["material"] if kind == "scenario" else question["stem"]
    parts = ["xueliansai question 1", kind, stem, len(options), *options]
    if kind in ("single", "multiple"):
        parts.append(bytes(question["answer"]))
    elif kind == "judge":
        parts.append(bytes([question["answer"]]))
    elif kind == "blank":
        parts.append(int(question.get("any_order", False)))
        for gap in question["answer"]:
            parts += [len(gap), *gap]
    elif kind == "match":
        lefts = [left for left, _ in question["pairs"]]
        parts += [len(lefts), *lefts, bytes(matches_of(question))]
    elif kind == "scenario":
        parts.append(len(question["part"]))
        parts += [question_hash(part) for part in question["part"]]
    return fields(*parts)


def bank_hash(bank):
    parts = ["xueliansai bank 1"]
    for question in sorted(bank["questions"], key=lambda question: question["id"].encode()):
        parts += [question["id"], question_hash(question)]
    return fields(*parts)


# Chance.


def chacha8(key):
    """The 32-bit words of ChaCha with eight rounds: counter from 0 on, nonce all zeroes."""

    def turn(x, n):
        return (x << n | x >> (32 - n)) & 0xFFFFFFFF

    def quarter(s, a, b, c, d):
        for first, second, third, n in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            s[first] = (s[first] + s[second]) & 0xFFFFFFFF
            s[third] = turn(s[third] ^ s[first], n)

    constants = struct.unpack("<4I", b"expand 32-byte k")
    counter = 0
    while True:
        start = [*constants, *struct.unpack("<8I", key), counter & 0xFFFFFFFF, counter >> 32, 0, 0]
        state = list(start)
        for _ in range(4):
            for column in range(4):
                quarter(state, column, 4 + column, 8 + column, 12 + column)
            for column in range(4):
                quarter(state, column, 4 + (column + 1) % 4, 8 + (column + 2) % 4, 12 + (column + 3) % 4)
        for word, first in zip(state, start):
            yield (word + first) & 0xFFFFFFFF
        counter += 1


def shuffled(items, seed):
    words, items = chacha8(seed), list(items)
    for n in range(len(items), 1, -1):
        limit = 2**32 // n * n
        word = next(word for word in words if word < limit)
        items[n - 1], items[word % n] = items[word % n], items[n - 1]
    return items


# Papers.


class Bank:
    def __init__(self, text):
        data = json.loads(text)
        self.id = data["bank"]["id"]
        self.questions = {question["id"]: question for question in data["questions"]}
        points = {point["id"]: point for point in data.get("points", [])}
        for question in data["questions"]:
            point = points.get(question.get("point"), {})
            question["topic"] = question.get("topic", point.get("topic", ""))
            question["level"] = question.get("level", point.get("level", "basic"))
            question["hash"] = question_hash(question)
        self.hash = bank_hash(data)


def load_banks(terms, carried, folder):
    banks = {bank.id: bank for bank in map(Bank, carried)}
    for name, hash_start, mark in terms["banks"]:
        if name not in banks:
            banks[name] = Bank((folder / f"{name}.{mark.hex()}.json").read_text(encoding="utf-8"))
        if not banks[name].hash.startswith(hash_start):
            raise Refused(f"bank {name} is of another edition")
    return banks


def paper_seed(terms, banks, receipt):
    hashes = sorted(banks[name].hash for name, _, _ in terms["banks"])
    parts = ["xueliansai paper 1", len(hashes), *hashes, terms["seed"]]
    if terms["per_entrant"]:
        unit = receipt["unit"]
        if terms["number"] == 1:
            who = f"number\n{fold(receipt['number'])}"
        else:
            unit = "" if unit is None else str(unit) if isinstance(unit, int) else "=" + fold(unit)
            who = f"name\n{fold(receipt['name'])}\n{unit}"
        parts.append(f"{who}\n{receipt['attempt']}")
    return fields(*parts)


def draw(terms, banks, seed):
    """(bank, question, points) of each item."""
    if terms["picked"] is not None:
        return [(terms["banks"][bank][0], question, points) for bank, question, points in terms["picked"]]
    pool = [(name, question) for name, _, _ in terms["banks"] for question in banks[name].questions]
    pool = [(name, of) for name, of in pool if not banks[name].questions[of].get("retired")]
    pool = sorted(set(pool), key=lambda it: (it[0].encode(), it[1].encode()))
    groups, group_of = [], {}
    for name, of in reversed(shuffled(pool, seed)):
        family = banks[name].questions[of].get("family")
        if family is None:
            groups.append([(name, of)])
        elif (name, family) in group_of:
            group_of[name, family].append((name, of))
        else:
            group_of[name, family] = [(name, of)]
            groups.append(group_of[name, family])

    def fits(section, member):
        question = banks[member[0]].questions[member[1]]
        bank = section["bank"]
        return (
            question["kind"] == section["kind"]
            and (bank is None or terms["banks"][bank][0] == member[0])
            and section["topic"] in (None, question["topic"])
            and section["level"] in (None, question["level"])
        )

    sections = terms["sections"]
    suits = [[any(fits(section, member) for member in group) for group in groups] for section in sections]
    seat_of = [None] * len(groups)

    def seat(section, tried):
        tried.add(section)
        for at in range(len(groups)):
            if seat_of[at] is None and suits[section][at]:
                seat_of[at] = section
                return True
        for at in range(len(groups)):
            other = seat_of[at]
            if other is not None and other not in tried and suits[section][at] and seat(other, tried):
                seat_of[at] = section
                return True
        return False

    for idx, section in enumerate(sections):
        for _ in range(section["n"]):
            if not seat(idx, set()):
                raise Refused("no paper")
    return [
        (*next(member for member in group if fits(section, member)), section["points"])
        for idx, section in enumerate(sections)
        for group, of in zip(groups, seat_of)
        if of == idx
    ]


def paper_hash(banks, seed, items):
    parts = ["xueliansai contest paper 1", seed]
    for bank, question, points in items:
        parts += [bank, question, banks[bank].questions[question]["hash"], points]
    return fields(*parts)[:8]


# Answers.


class Bits:
    def __init__(self, data):
        self.bits, self.at = "".join(f"{byte:08b}" for byte in data), 0

    def pull(self, n):
        piece = self.bits[self.at : self.at + n]
        if len(piece) < n:
            raise Refused("answers end too soon")
        self.at += n
        return int(piece, 2) if n else 0

    def end(self):
        rest = self.bits[self.at :]
        if len(rest) >= 8 or "1" in rest:
            raise Refused("more answers than questions")


def pull_choice(bits, n):
    number = bits.pull(n.bit_length())
    if number > n:
        raise Refused("no such option")
    return number - 1 if number else None


def unpack(bits, question):
    """None where nothing was answered."""
    kind = question["kind"]
    if kind == "single":
        return pull_choice(bits, len(question["options"]))
    if kind == "multiple":
        chosen = {idx for idx in range(len(question["options"])) if bits.pull(1)}
        return chosen or None
    if kind == "judge":
        said = bits.pull(2)
        if said == 3:
            raise Refused("neither right nor wrong")
        return [None, True, False][said]
    if kind == "order":
        n = len(question["items"])
        if not bits.pull(1):
            return None
        order = [bits.pull((n - 1).bit_length()) for _ in range(n)]
        if sorted(order) != list(range(n)):
            raise Refused("not an order")
        return order
    if kind == "match":
        n = len(rights_of(question))
        return [pull_choice(bits, n) for _ in question["pairs"]]
    if kind == "blank":
        if not bits.pull(1):
            return None
        texts = [bytes(bits.pull(8) for _ in range(bits.pull(8))) for _ in question["answer"]]
        if not any(texts):
            raise Refused("an answer of nothing")
        try:
            return [text.decode("utf-8") for text in texts]
        except UnicodeDecodeError as why:
            raise Refused("not a text") from why
    return [unpack(bits, part) for part in question["part"]]


# Marks, in thousandths.


def share(part, whole):
    return 0 if whole == 0 else min(part * 1000 // whole, 1000)


def mark(terms, question, given):
    kind = question["kind"]
    if given is None:
        return 0
    if kind == "single":
        return 1000 * (given == question["answer"][0])
    if kind == "judge":
        return 1000 * (given == question["answer"])
    if kind == "multiple":
        keys = set(question["answer"])
        n_right, n_wrong = len(given & keys), len(given - keys)
        if given == keys:
            return 1000
        if terms["multiple"] == 3:
            return share(max(n_right - n_wrong, 0), len(keys))
        if n_wrong or terms["multiple"] == 0:
            return 0
        return 500 * (n_right > 0) if terms["multiple"] == 1 else share(n_right, len(keys))
    if kind == "order":
        if given == sorted(given):
            return 1000
        n_pairs = sum(a + 1 == b for a, b in zip(given, given[1:]))
        return share(n_pairs, len(given) - 1) if terms["pairs"] else 0
    if kind == "match":
        keys = matches_of(question)
        return share(sum(a == b for a, b in zip(given, keys)), len(keys))
    if kind == "blank":
        gaps = question["answer"]
        fits = [[accepts(gap, text) for gap in gaps] for text in given]
        if not question.get("any_order"):
            return share(sum(row[idx] for idx, row in enumerate(fits)), len(gaps))
        return share(most_pairs(fits), len(gaps))
    shares = [mark(terms, part, answer) for part, answer in zip(question["part"], given)]
    return share(sum(shares), 1000 * len(shares))


def accepts(gap, text):
    def bare(text):
        return fold(text).strip("“”\"‘’'《》「」。，.,")

    said = bare(text)
    if not said:
        return False
    number = whole_number(said)
    return any(bare(known) == said or number is not None and whole_number(known) == number for known in gap)


def most_pairs(fits):
    """Tried out in every way: a stem has few gaps."""
    if not fits:
        return 0
    best = most_pairs(fits[1:])
    for gap, good in enumerate(fits[0]):
        if good:
            rest = [[fit and at != gap for at, fit in enumerate(row)] for row in fits[1:]]
            best = max(best, 1 + most_pairs(rest))
    return best


# The desk.


def take_in(terms, banks, text, seen):
    try:
        data = from_text("XLSD1.", text)
    except ValueError as why:
        raise Refused("not base64url") from why
    receipt = read_receipt(data)
    if receipt["id"] in seen:
        return None
    if receipt["contest"] != terms["contest"]:
        raise Refused("of another contest")
    seed = paper_seed(terms, banks, receipt)
    items = draw(terms, banks, seed)
    if paper_hash(banks, seed, items) != receipt["paper"]:
        raise Refused("of another paper")
    questions = [banks[bank].questions[of] for bank, of, _ in items]
    bits = Bits(receipt["answers"])
    given = [unpack(bits, question) for question in questions]
    bits.end()
    if receipt["n_paces"] != len(items):
        raise Refused("times of another paper")
    shares = [mark(terms, question, answer) for question, answer in zip(questions, given)]
    receipt["score"] = sum(points * part // 1000 for (_, _, points), part in zip(items, shares))
    receipt["n_right"] = sum(part == 1000 for part in shares)
    seen.add(receipt["id"])
    return receipt


def person(terms, receipt):
    if terms["number"] == 1:
        return ("", fold(receipt["number"]))
    unit = receipt["unit"]
    tail = fold(receipt["number"]) if terms["number"] == 2 else ""
    return (fold(receipt["name"]), tail, str(type(unit)), fold(unit) if isinstance(unit, str) else unit)


def day(receipt):
    return (receipt["started"] + 8 * 3600) // 86_400


def waiting(terms, receipts):
    """Ids of the receipts that wait for the organiser's word."""
    waits = set()
    attempts, days = collections.Counter(), collections.defaultdict(list)
    for it in receipts:
        attempts[person(terms, it), it["attempt"]] += 1
        days[person(terms, it), day(it)].append(it)
    for it in receipts:
        began, ended = it["started"] * 1000, (it["started"] + it["took"]) * 1000
        extra = it["percent"] in (150, 200) and terms["extra_time"]
        unit = it["unit"]
        unit_known = {
            0: unit is None,
            1: isinstance(unit, int) and unit < len(terms["unit_names"]),
            2: isinstance(unit, str),
        }[terms["units"]]
        limit = terms["limit"]
        over = 0 if limit is None else it["took"] * 1000 - limit * it["percent"] // 100
        if (
            not terms["opens"] <= began + 999 < terms["closes"]
            or ended - terms["closes"] > 5000
            or over > 5000
            or terms["attempts"] and not terms["daily"] and it["attempt"] > terms["attempts"]
            or attempts[person(terms, it), it["attempt"]] > 1
            or not unit_known
            or not (it["percent"] == 100 or extra)
        ):
            waits.add(it["id"])
    if terms["attempts"] and terms["daily"]:
        for of_day in days.values():
            of_day.sort(key=lambda it: (it["started"], it["attempt"]))
            numbers = list(dict.fromkeys(it["attempt"] for it in of_day))
            waits |= {it["id"] for it in of_day if it["attempt"] in numbers[terms["attempts"] :]}
    return waits


def rank(terms, receipts):
    people = collections.defaultdict(list)
    for it in receipts:
        people[person(terms, it)].append(it)
    ranked = []
    for attempts in people.values():
        attempts.sort(key=lambda it: (it["started"], it["attempt"], it["id"]))

        def best(of):
            return min(of, key=lambda it: (-it["score"], it["took"]))

        if terms["counts"] == 3:
            by = [best([it for it in attempts if day(it) == of]) for of in sorted({day(it) for it in attempts})]
        else:
            by = [attempts[0] if terms["counts"] == 0 else best(attempts) if terms["counts"] == 1 else attempts[-1]]
        ranked.append((sum(it["score"] for it in by), sum(it["took"] for it in by), by[0]))
    ranked.sort(key=lambda it: (-it[0], it[1]))
    rows, place = [], 0
    for idx, (score, took, first) in enumerate(ranked):
        if idx == 0 or (score, took) != ranked[idx - 1][:2]:
            place = idx + 1
        rows.append([str(place), first["name"], unit_name(terms, first), decimals(score), clock(took)])
    return rows


def unit_name(terms, receipt):
    unit = receipt["unit"]
    return terms["unit_names"][unit] if isinstance(unit, int) and unit < len(terms["unit_names"]) else unit or ""


def decimals(thousandths):
    whole, rest = divmod(thousandths, 1000)
    return f"{whole}.{rest:03}".rstrip("0") if rest else str(whole)


def clock(seconds):
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def write_csv(path, headers, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([headers, *rows])


def columns(path, headers):
    with path.open(encoding="utf-8-sig", newline="") as file:
        first, *rows = csv.reader(file)
    places = [first.index(header) for header in headers]
    return [[row[place] for place in places] for row in rows]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("pack", "banks", "receipts", "out"):
        parser.add_argument(name, type=pathlib.Path)
    parser.add_argument("--compare", type=pathlib.Path)
    arguments = parser.parse_args()
    terms, carried = read_pack(arguments.pack.read_text(encoding="utf-8"))
    banks = load_banks(terms, carried, arguments.banks)
    receipts, refused, seen, n_again = [], [], set(), 0
    for n, line in enumerate(arguments.receipts.read_text(encoding="utf-8").splitlines(), 1):
        if "XLSD1." not in line:
            continue
        try:
            receipt = take_in(terms, banks, line, seen)
        except Refused as why:
            refused.append([str(n), str(why)])
            continue
        if receipt is None:
            n_again += 1
        else:
            receipts.append(receipt)
    waits = waiting(terms, receipts)
    ranking = rank(terms, [it for it in receipts if it["id"] not in waits])
    table = [
        [short_code(it["id"]), it["name"], decimals(it["score"]), str(it["n_right"]), "待定" if it["id"] in waits else "计入"]
        for it in receipts
    ]
    arguments.out.mkdir(parents=True, exist_ok=True)
    tables = {
        "ranking.csv": (["名次", "姓名", "单位", "得分", "用时"], ranking),
        "receipts.csv": (["答卷编号", "姓名", "得分", "答对", "是否计入"], table),
    }
    for name, (headers, rows) in tables.items():
        write_csv(arguments.out / name, headers, rows)
    write_csv(arguments.out / "refused.csv", ["行", "原因"], refused)
    kinds = {question["kind"] for bank in banks.values() for question in bank.questions.values()}
    asked = {section["kind"] for section in terms["sections"] or []}
    print(f"{len(receipts)} receipts marked, {len(waits)} of them wait, {len(refused)} refused, {n_again} twice")
    print(f"kinds asked: {', '.join(kind for kind in KINDS if kind in (asked or kinds))}")
    if not arguments.compare:
        return 0
    n_differences = 0
    for name, (headers, rows) in tables.items():
        # People of one place stand in no order of importance.
        mine, theirs = sorted(rows), sorted(columns(arguments.compare / name, headers))
        differences = [pair for pair in zip(mine, theirs) if pair[0] != pair[1]]
        n_differences += len(differences) + abs(len(mine) - len(theirs))
        print(f"{name}: {len(mine)} rows here, {len(theirs)} there, {len(differences)} differ")
        for here, there in differences[:5]:
            print(f"  here {here}\n  there {there}")
    n_refused = len(columns(arguments.compare / "refused.csv", ["位置"]))
    n_differences += abs(n_refused - len(refused))
    print(f"refused: {len(refused)} here, {n_refused} there")
    return 1 if n_differences else 0


if __name__ == "__main__":
    sys.exit(main())
