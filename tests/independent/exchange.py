"""Reads the files that a bank is exported to, each by a reader that shares no code with the app, and holds them against
what the bank says.

    python exchange.py FOLDER [--gift READER]

FOLDER is what `cargo test --test exchange` leaves: for every bank a .gift, a .moodle.xml, an .aiken.txt, a .qti.zip and
an .expected.json. With --gift the GIFT files are read too, by tests/browser/gift_reader.mjs.
"""

import argparse
import html
import json
import pathlib
import re
import subprocess
import sys
import zipfile
from xml.etree import ElementTree

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def plain(stem):
    return re.sub(r"\*\*(.*?)\*\*", r"\1", stem)


def from_html(text):
    """Our own exports use paragraphs, line breaks and <strong> alone."""
    text = re.sub(r"<br\s*/?>", "\n", text or "")
    text = re.sub(r"</?(p|strong)>", "", text)
    assert "<" not in text, text
    return html.unescape(text).replace("\u00a0", " ")


def has_one_gap(question):
    return question["kind"] != "blank" or len(question["gaps"]) == 1


# Moodle XML.


def moodle(path):
    questions, category = {}, ""
    for element in ElementTree.parse(path).getroot():
        kind = element.get("type")
        if kind == "category":
            category = element.findtext("category/text")
            continue
        answers = element.findall("answer")
        of = {
            "stem": from_html(element.findtext("questiontext/text")),
            "explain": from_html(element.findtext("generalfeedback/text")),
            "topic": re.split(r"(?<!/)/(?!/)", category)[-1].replace("//", "/"),
            "level": element.findtext("tags/tag/text"),
        }
        fractions = [float(answer.get("fraction")) for answer in answers]
        if kind == "multichoice":
            single = element.findtext("single") == "true"
            of["kind"] = "single" if single else "multiple"
            of["options"] = [from_html(answer.findtext("text")) for answer in answers]
            of["keys"] = [idx for idx, fraction in enumerate(fractions) if fraction > 0]
            assert abs(sum(f for f in fractions if f > 0) - 100) < 0.01, path
        elif kind == "truefalse":
            of["kind"] = "judge"
            of["judged"] = {a.findtext("text"): a.get("fraction") for a in answers}["true"] == "100"
        elif kind == "shortanswer":
            of["kind"] = "blank"
            of["gaps"] = [[answer.findtext("text").replace("\\*", "*") for answer in answers]]
            assert set(fractions) == {100.0}
        elif kind == "matching":
            pairs = [
                [from_html(pair.findtext("text")), pair.findtext("answer/text")]
                for pair in element.findall("subquestion")
            ]
            of["kind"] = "match"
            of["pairs"] = [pair for pair in pairs if pair[0]]
            of["extra"] = [right for left, right in pairs if not left]
        else:
            raise AssertionError(kind)
        questions[element.findtext("idnumber")] = of
    return questions


def moodle_expected(question):
    if question["kind"] in ("order", "scenario") or not has_one_gap(question):
        return None
    return {"stem": plain(question["stem"]), **asked(question, "explain", "topic", "level")}


def asked(question, *more):
    keys = {
        "single": ["options", "keys"],
        "multiple": ["options", "keys"],
        "judge": ["judged"],
        "blank": ["gaps"],
        "match": ["pairs", "extra"],
        "order": ["options"],
    }
    return {key: question[key] for key in ["kind", *keys[question["kind"]], *more]}


# QTI.

QTI = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
CP = "{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}"
LOM = "{http://ltsc.ieee.org/xsd/LOM}"


def shown(element):
    if element is None:
        return ""
    text = element.text or ""
    for child in element:
        name = child.tag.removeprefix(QTI)
        text += {"br": "\n", "qti-text-entry-interaction": "____"}.get(name, shown(child)) + (child.tail or "")
    return text.replace("\u00a0", " ")


def qti(path):
    questions = {}
    with zipfile.ZipFile(path) as archive:
        manifest = ElementTree.fromstring(archive.read("imsmanifest.xml"))
        for resource in manifest.iter(f"{CP}resource"):
            assert resource.get("type") == "imsqti_item_xmlv3p0"
            item = ElementTree.fromstring(archive.read(resource.get("href")))
            assert resource.find(f"{CP}file").get("href") == resource.get("href")
            of = qti_item(item)
            of["topic"] = resource.findtext(f".//{LOM}keyword/{LOM}string", "")
            questions[item.get("identifier")] = of
    return questions


def qti_item(item):
    right = {
        declared.get("identifier"): [value.text for value in declared.iter(f"{QTI}qti-value")]
        for declared in item.iter(f"{QTI}qti-response-declaration")
    }
    body = item.find(f"{QTI}qti-item-body")
    of = {"explain": shown(item.find(f"{QTI}qti-modal-feedback"))}
    interaction = body.find(f"{QTI}qti-choice-interaction")
    if interaction is not None:
        choices = interaction.findall(f"{QTI}qti-simple-choice")
        ids = [choice.get("identifier") for choice in choices]
        of["stem"] = shown(interaction.find(f"{QTI}qti-prompt"))
        if ids == ["true", "false"]:
            return {**of, "kind": "judge", "judged": right["RESPONSE"] == ["true"]}
        of["kind"] = "single" if interaction.get("max-choices") == "1" else "multiple"
        of["options"] = [shown(choice).strip() for choice in choices]
        of["keys"] = sorted(ids.index(value) for value in right["RESPONSE"])
        return of
    interaction = body.find(f"{QTI}qti-order-interaction")
    if interaction is not None:
        texts = {c.get("identifier"): shown(c).strip() for c in interaction.findall(f"{QTI}qti-simple-choice")}
        assert len(texts) == len(right["RESPONSE"])
        of["stem"] = shown(interaction.find(f"{QTI}qti-prompt"))
        return {**of, "kind": "order", "options": [texts[value] for value in right["RESPONSE"]]}
    interaction = body.find(f"{QTI}qti-match-interaction")
    if interaction is not None:
        lefts, rights = (
            {c.get("identifier"): shown(c).strip() for c in side}
            for side in interaction.findall(f"{QTI}qti-simple-match-set")
        )
        pairs = [value.split() for value in right["RESPONSE"]]
        used = {right for _, right in pairs}
        of["stem"] = shown(interaction.find(f"{QTI}qti-prompt"))
        of["pairs"] = [[lefts[left], rights[right]] for left, right in pairs]
        of["extra"] = [text for key, text in rights.items() if key not in used]
        return {**of, "kind": "match"}
    gaps = []
    for entry in body.iter(f"{QTI}qti-text-entry-interaction"):
        declared = next(
            d for d in item.iter(f"{QTI}qti-response-declaration") if d.get("identifier") == entry.get("response-identifier")
        )
        gaps.append([mapped.get("map-key") for mapped in declared.iter(f"{QTI}qti-map-entry")])
    return {**of, "kind": "blank", "stem": shown(body), "gaps": gaps}


def qti_expected(question):
    if question["kind"] == "scenario":
        return None
    return {"stem": plain(question["stem"]), **asked(question, "explain", "topic")}


# Aiken.


def aiken(path):
    questions = {}
    for idx, block in enumerate(path.read_text(encoding="utf-8").split("\n\n")):
        stem, *options, answer = block.strip().split("\n")
        for letter, option in zip(LETTERS, options):
            assert option.startswith(f"{letter}. "), option
        key = LETTERS.index(answer.removeprefix("ANSWER: "))
        questions[idx] = (stem, [option[3:] for option in options], key)
    return questions


def aiken_expected(questions):
    of = []
    for question in questions:
        if question["kind"] == "single":
            of.append((plain(question["stem"]), question["options"], question["keys"][0]))
        elif question["kind"] == "judge":
            of.append((plain(question["stem"]), ["对", "错"], 0 if question["judged"] else 1))
    return dict(enumerate(of))


# GIFT.


def gift(path, reader):
    read = subprocess.run(["node", reader, path], check=True, capture_output=True, encoding="utf-8").stdout
    questions = {}
    for question in json.loads(read):
        decoded = from_html if question["format"] == "html" else lambda text: text
        answers = question["answers"]
        of = {
            # A gap within the text is shown with spaces of the reader's own.
            "stem": re.sub(r" ?_____ ?", "____", decoded(question["stem"])).replace(" ", ""),
            "explain": decoded(question["explain"]),
            "topic": re.split(r"(?<!/)/(?!/)", question["category"])[-1].replace("//", "/"),
            "level": question["tags"][0],
        }
        if question["type"] == "MC":
            single = any(answer["isCorrect"] for answer in answers)
            of["kind"] = "single" if single else "multiple"
            of["options"] = [decoded(answer["text"]) for answer in answers]
            is_right = [a["isCorrect"] if single else (a["weight"] or 0) > 0 for a in answers]
            of["keys"] = [idx for idx, right in enumerate(is_right) if right]
        elif question["type"] == "TF":
            of.update(kind="judge", judged=answers)
        elif question["type"] == "Short":
            of.update(kind="blank", gaps=[[answer["text"].replace("\\*", "*") for answer in answers]])
        elif question["type"] == "Matching":
            pairs = [[decoded(left), right] for left, right in answers]
            of.update(kind="match", pairs=[p for p in pairs if p[0]], extra=[right for left, right in pairs if not left])
        else:
            raise AssertionError(question["type"])
        questions[question["id"]] = of
    return questions


def gift_expected(question):
    expected = moodle_expected(question)
    return expected and {**expected, "stem": expected["stem"].replace(" ", "")}


def compare(name, path, read, expected):
    if read == expected:
        return len(read)
    for key in sorted(set(read) | set(expected), key=str):
        if read.get(key) != expected.get(key):
            sys.exit(f"{name} {path}: {key}\n  read     {read.get(key)}\n  expected {expected.get(key)}")
    return len(read)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--gift", type=pathlib.Path)
    arguments = parser.parse_args()
    counts = {}
    paths = sorted(arguments.folder.glob("*.expected.json"))
    if not paths:
        sys.exit(f"no files in {arguments.folder}")
    for path in paths:
        questions = json.loads(path.read_text(encoding="utf-8"))
        file = lambda end: path.with_name(path.name.replace("expected.json", end))
        of = lambda rule: {q["id"]: expected for q in questions if (expected := rule(q))}
        checks = [
            ("Moodle XML", file("moodle.xml"), moodle, of(moodle_expected)),
            ("QTI", file("qti.zip"), qti, of(qti_expected)),
            ("Aiken", file("aiken.txt"), aiken, aiken_expected(questions)),
        ]
        if arguments.gift:
            checks.append(("GIFT", file("gift"), lambda path: gift(path, arguments.gift), of(gift_expected)))
        for name, source, reader, expected in checks:
            counts[name] = counts.get(name, 0) + compare(name, source.name, reader(source), expected)
    print(f"{len(paths)} banks: " + ", ".join(f"{name} {count}" for name, count in counts.items()))


main()
