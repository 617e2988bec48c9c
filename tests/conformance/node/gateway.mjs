// Drives the gateway with the AI SDK of one major version, and prints what it saw as JSON.
// Arguments: the version (5, 6 or 7), the origin of the server, a key, the name of a scene.
import { z } from "zod";

const [version, origin, key, scene] = process.argv.slice(2);
const PATHS = { 5: "/v1/ai", 6: "/v3/ai", 7: "/v4/ai" };
const GATEWAYS = { 5: "gateway5", 6: "@ai-sdk/gateway", 7: "gateway7" };
const { createGateway } = await import(GATEWAYS[version]);
const { streamText, generateText, tool, stepCountIs, isStepCount } = await import(`ai${version}`);

const gateway = createGateway({ baseURL: origin + PATHS[version], apiKey: key });
globalThis.AI_SDK_DEFAULT_PROVIDER = gateway;
globalThis.AI_SDK_LOG_WARNINGS = false;
const model = "openai/gpt-5.1-codex";
const stepLimit = (stepCountIs ?? isStepCount)(4);
const day = (moment) => new Date(moment).toISOString().slice(0, 10);
const look = tool({
  description: "Look at a place.",
  inputSchema: z.object({ at: z.string() }),
  execute: async ({ at }) => `a tree at ${at}`,
});

const SCENES = {
  // The line of the product page, and everything that a reader of its result may ask for.
  async stream() {
    const result = streamText({ model, prompt: "Why is the sky blue?", maxRetries: 0 });
    let text = "";
    for await (const piece of result.textStream) text += piece;
    const metadata = await result.providerMetadata;
    return {
      text,
      reasoning: await result.reasoningText,
      finishReason: await result.finishReason,
      usage: await result.usage,
      model: (await result.response).modelId,
      gateway: metadata.gateway,
    };
  },
  async generate() {
    const result = await generateText({
      model,
      system: "Be brief.",
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "What is this?" },
            { type: "image", image: new Uint8Array([137, 80, 78, 71]), mediaType: "image/png" },
          ],
        },
      ],
      maxRetries: 0,
      providerOptions: {
        openai: { reasoningEffort: "high", promptCacheKey: "k" },
        gateway: { order: ["openai"] },
      },
    });
    const { text, finishReason, usage, reasoningText } = result;
    return { text, finishReason, usage, reasoning: reasoningText };
  },
  // Two steps: a call of a tool, then an answer; the reasoning of the first goes back.
  async tools() {
    const result = streamText({
      model,
      prompt: "Look around.",
      tools: { look },
      stopWhen: stepLimit,
      maxRetries: 0,
    });
    let text = "";
    for await (const piece of result.textStream) text += piece;
    const steps = await result.steps;
    return { text, results: steps.flatMap((step) => step.toolResults.map((each) => each.output)) };
  },
  async unknown() {
    try {
      await generateText({ model: "quire/nothing", prompt: "hi", maxRetries: 0 });
    } catch (error) {
      return { name: error.name, status: error.statusCode, message: error.message };
    }
  },
  async broken() {
    const errors = [];
    const result = streamText({
      model,
      prompt: "hi",
      maxRetries: 0,
      onError: ({ error }) => errors.push(error.message ?? String(error)),
    });
    for await (const piece of result.fullStream) void piece;
    return { errors };
  },
  async lookups() {
    const { models } = await gateway.getAvailableModels();
    const { balance, totalUsed } = await gateway.getCredits();
    const result = await generateText({ model, prompt: "hi", maxRetries: 0 });
    const id = result.providerMetadata.gateway.generationId;
    const seen = { models: models.map((each) => each.id), balance, totalUsed };
    if (!gateway.getGenerationInfo) return seen;
    const { providerName, streamed, totalCost } = await gateway.getGenerationInfo({ id });
    const generation = { providerName, streamed, totalCost };
    const now = new Date();
    const dates = { startDate: day(now - 864e5), endDate: day(now) };
    const { results } = await gateway.getSpendReport({ ...dates, groupBy: "model" });
    return { ...seen, generation, report: results };
  },
};

console.log(JSON.stringify(await SCENES[scene]()));
