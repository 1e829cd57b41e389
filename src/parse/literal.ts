/** A text as a regular expression that matches it and nothing else (`RegExp.escape` of ES2025, which Node 22 has not). */
export const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
