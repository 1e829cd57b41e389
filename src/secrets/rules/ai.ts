import { patternRule, type Rule, tokenRule } from '../rule.ts';

const bill = 'use the models on this account’s bill and read what it stores';

/** Keys of model providers. */
// biome-ignore format: a table, one rule a line or block
export const aiRules: readonly Rule[] = [
  tokenRule('openai-key', 'OpenAI', bill, 'sk-(?:(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{20,200}|[A-Za-z0-9]{20})T3BlbkFJ[A-Za-z0-9_-]{20,200}', ['sk-{A20}T3BlbkFJ{A20}', 'sk-proj-{B74}T3BlbkFJ{B74}'], { anchor: 't3blbkfj', before: 220, no: ['sk-your-openai-api-key-goes-here'] }),
  tokenRule('openai-project-key', 'OpenAI', bill, 'sk-(?:proj|svcacct|admin)-(?![A-Za-z0-9_-]*T3BlbkFJ)[A-Za-z0-9_-]{40,200}', ['sk-proj-{B60}'], { anchor: 'sk-', no: ['sk-proj-your-key'] }),
  tokenRule('openrouter-key', 'OpenRouter', bill, 'sk-or-v1-[0-9a-f]{64}', ['sk-or-v1-{H64}'], { anchor: 'sk-or-v1-', no: ['sk-or-v1-{H8}'] }),
  tokenRule('deepseek-key', 'DeepSeek', bill, 'sk-[a-f0-9]{32}', ['sk-{H32}'], { anchor: 'sk-', no: ['sk-{H8}', 'task-{H32}'] }),
  tokenRule('anthropic-key', 'Anthropic', bill, 'sk-ant-(?:api|admin|sid|oat)\\d{2}-[A-Za-z0-9_-]{60,120}', ['sk-ant-api03-{B93}AA', 'sk-ant-admin01-{B93}AA'], { anchor: 'sk-ant-', no: ['sk-ant-api03-your-key'] }),
  tokenRule('huggingface-token', 'Hugging Face', bill, '(?:hf|api_org)_[A-Za-z0-9]{34}', ['hf_{C34}', 'hf_{A34}'], { anchor: 'hf_', anchors: ['hf_', 'api_org_'], weight: 'high', no: ['hf_hub_download_from_the_main_branch'] }),
  tokenRule('groq-key', 'Groq', bill, 'gsk_[A-Za-z0-9]{52}', ['gsk_{A52}'], { anchor: 'gsk_', no: ['gsk_short'] }),
  tokenRule('perplexity-key', 'Perplexity', bill, 'pplx-[A-Za-z0-9]{48,56}', ['pplx-{A48}'], { anchor: 'pplx-', no: ['pplx-7b-online'] }),
  tokenRule('replicate-token', 'Replicate', bill, 'r8_[A-Za-z0-9]{37}', ['r8_{A37}'], { anchor: 'r8_', no: ['r8_short'] }),
  tokenRule('xai-key', 'xAI', bill, 'xai-[A-Za-z0-9]{80}', ['xai-{A80}'], { anchor: 'xai-', no: ['xai-grok'] }),
  tokenRule('tavily-key', 'Tavily', bill, 'tvly-(?:dev-|prod-)?[A-Za-z0-9]{32}', ['tvly-{A32}'], { anchor: 'tvly-', weight: 'high', no: ['tvly-x'] }),
  tokenRule('llama-cloud-key', 'LlamaCloud', bill, 'llx-[A-Za-z0-9]{48}', ['llx-{A48}'], { anchor: 'llx-', weight: 'high', no: ['llx-x'] }),
  tokenRule('pinecone-key', 'Pinecone', 'read and delete the vectors', 'pcsk_[A-Za-z0-9]{5,6}_[A-Za-z0-9]{63}', ['pcsk_{A5}_{A63}'], { anchor: 'pcsk_', weight: 'high', no: ['pcsk_x'] }),
  tokenRule('langsmith-key', 'LangSmith', 'read traces with prompts and answers', 'lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}', ['lsv2_pt_{H32}_{H10}'], { anchor: 'lsv2_', weight: 'high', no: ['lsv2_pt_x'] }),
  tokenRule('elevenlabs-key', 'ElevenLabs', bill, 'sk_[a-f0-9]{48}', ['sk_{H48}'], { anchor: 'sk_', weight: 'high', no: ['task_{H48}', 'sk_{H8}'] }),
  tokenRule('fireworks-key', 'Fireworks', bill, 'fw_[A-Za-z0-9]{24}', ['fw_{A24}'], { anchor: 'fw_', weight: 'high', no: ['fw_ver'] , accept: ({ value }) => (/\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) ? {} : undefined) }),
  patternRule({ id: 'weights-and-biases-key', issued: true, provider: 'Weights & Biases', grants: 'read and change experiments and models', weight: 'high', anchors: ['wandb'], pattern: /wandb(?:\s+login\s+|[\w.]{0,24}["'`\]]?\s{0,4}[:=,(]\s{0,4})(?:key\s{0,2}=\s{0,2})?["'`]?(?<v>[0-9a-f]{40}|wandb_v\d_[A-Za-z0-9_]{40,120})(?![A-Za-z0-9])/gi, before: 6, reach: 200, yes: ["wandb.login(key='{H40}')", 'WANDB_API_KEY={H40}', 'wandb login {H40}'], no: ['wandb.init(project="{H8}")', 'wandb version 0.17, commit {H40}'] }),
];
