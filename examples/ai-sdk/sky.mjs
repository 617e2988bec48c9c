// The line of the AI SDK's pages, answered by `quire serve`: npm start -- openai/gpt-5.1-codex
import { createGateway } from "@ai-sdk/gateway";
import { streamText } from "ai";

const [model = "quire/standard"] = process.argv.slice(2);
const origin = process.env.QUIRE_ORIGIN ?? "http://127.0.0.1:8642";

// The key is that of AI_GATEWAY_API_KEY.
globalThis.AI_SDK_DEFAULT_PROVIDER = createGateway({ baseURL: `${origin}/v3/ai` });

const { textStream } = streamText({
  model,
  prompt: "Why is the sky blue?",
  onError: ({ error }) => {
    console.error(error.message);
    process.exitCode = 1;
  },
});
for await (const text of textStream) process.stdout.write(text);
process.stdout.write("\n");
