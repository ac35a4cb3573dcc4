// Reads GIFT files by a grammar that shares no code with the app, and prints the questions as JSON.
//
//     node gift_reader.mjs FILE…
import { readFileSync } from "node:fs";
import gift from "gift-pegjs";

const text = (part) => (part ? part.text : "");

const answers = (question) => {
  switch (question.type) {
    case "MC":
    case "Short":
      return question.choices.map(({ isCorrect, weight, text: { text } }) => ({ isCorrect, weight, text }));
    case "TF":
      return question.isTrue;
    case "Matching":
      return question.matchPairs.map(({ subquestion, subanswer }) => [text(subquestion), subanswer]);
    default:
      return null;
  }
};

let category = "";
const questions = [];
for (const file of process.argv.slice(2)) {
  category = "";
  for (const question of gift.parse(readFileSync(file, "utf8"))) {
    if (question.type === "Category") {
      category = question.title;
      continue;
    }
    questions.push({
      id: question.id,
      type: question.type,
      title: question.title,
      format: question.stem.format,
      stem: text(question.stem),
      answers: answers(question),
      explain: text(question.globalFeedback),
      tags: question.tags,
      category,
    });
  }
}
process.stdout.write(JSON.stringify(questions));
