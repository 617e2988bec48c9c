// Drives the gateway with the AI SDK's providers of OpenAI and OpenRouter, and prints what it saw.
// Arguments: the version (6 or 7), the provider, the origin of the server, a key, a model, a scene.
import { z } from "zod";

const [version, provider, origin, key, model, scene] = process.argv.slice(2);
const { streamText, generateText, generateObject, tool, stepCountIs, isStepCount } = await import(
  `ai${version}`
);
globalThis.AI_SDK_LOG_WARNINGS = false;
const MAKERS = {
  async responses() {
    const { createOpenAI } = await import(`openai${version}`);
    return createOpenAI({ baseURL: `${origin}/v1`, apiKey: key });
  },
  async chat() {
    const { createOpenAI } = await import(`openai${version}`);
    return createOpenAI({ baseURL: `${origin}/v1`, apiKey: key }).chat;
  },
  async openrouter() {
    const names = { 6: "@openrouter/ai-sdk-provider", 7: "openrouter7" };
    const { createOpenRouter } = await import(names[version]);
    return createOpenRouter({ baseURL: `${origin}/api/v1`, apiKey: key });
  },
};
const made = (await MAKERS[provider]())(model);
const look = tool({
  description: "Look at a place.",
  inputSchema: z.object({ at: z.string() }),
  execute: async ({ at }) => `a tree at ${at}`,
});
const asked = { model: made, maxRetries: 0 };

const SCENES = {
  // Two steps with a tool between them, then another turn on the messages of the first.
  async turns() {
    const first = streamText({
      ...asked,
      prompt: "Look around.",
      tools: { look },
      stopWhen: (stepCountIs ?? isStepCount)(4),
    });
    let text = "";
    for await (const piece of first.textStream) text += piece;
    const { messages } = await first.response;
    const steps = await first.steps;
    const earlier = steps.length > 1 ? steps.flatMap((step) => step.response.messages) : messages;
    const all = version === "7" ? earlier : messages;
    const second = await generateText({
      ...asked,
      messages: [
        { role: "user", content: "Look around." },
        ...all,
        { role: "user", content: "And now?" },
      ],
      tools: { look },
    });
    const usage = await first.totalUsage;
    return {
      text,
      results: steps.flatMap((step) => step.toolResults.map((each) => each.output)),
      again: second.text,
      finish: second.finishReason,
      tokens: usage.inputTokens,
    };
  },
  async object() {
    const schema = z.object({ colour: z.string() });
    const { object } = await generateObject({ ...asked, schema, prompt: "Which colour?" });
    return object;
  },
  async error() {
    try {
      await generateText({ ...asked, prompt: "hi" });
    } catch (error) {
      return { name: error.name, status: error.statusCode, message: error.message };
    }
  },
};

console.log(JSON.stringify(await SCENES[scene]()));
