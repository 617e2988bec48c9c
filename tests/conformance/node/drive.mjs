// Drives Quire through the official Codex SDK: argv = executable, folder, then one JSON array of orders.
// Prints one JSON object: the events of each turn, and what `run` makes of the last one.
import { Codex } from "@openai/codex-sdk";

const [executable, folder, orders] = process.argv.slice(2);
const codex = new Codex({ codexPathOverride: executable });
const thread = codex.startThread({ workingDirectory: folder, skipGitRepoCheck: true });
const turns = [];
for (const order of JSON.parse(orders)) {
  const events = [];
  try {
    const { events: stream } = await thread.runStreamed(order);
    for await (const event of stream) events.push(event);
    turns.push({ events });
  } catch (error) {
    turns.push({ events, thrown: String(error.message) });
  }
}
console.log(JSON.stringify({ id: thread.id, turns }));
