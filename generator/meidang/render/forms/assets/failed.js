// What a widget tells Decap of its value: what is wrong with it, in a sentence, or nothing.
export const failed = (message) => (message ? { error: { type: 'CUSTOM', message } } : { error: false });
