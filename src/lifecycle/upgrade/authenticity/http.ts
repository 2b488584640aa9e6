/** The answer of a registry to a plain request. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Asks for a document, without credentials; fails where nobody answers. */
export type HttpGet = (url: string) => Promise<Answer>;

const TIMEOUT_MS = 20_000;
/** Longest document that is read: keys and attestations have a few thousand characters. */
const LIMIT = 5_000_000;

export const httpGet: HttpGet = async (url) => {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { accept: 'application/json' },
  });
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > LIMIT) throw new Error(`the answer is longer than ${LIMIT} bytes`);
    chunks.push(chunk);
  }
  return { status: response.status, body: Buffer.concat(chunks).toString('utf8') };
};

/** Why a request failed, in a few words. */
export function causeOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
}
