const PREFIX = 'whsec_'
const SECRET_BYTES = 32

/** A new secret, as Standard Webhooks writes it: `whsec_` and 32 random bytes in base64. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES))
  return PREFIX + btoa(String.fromCharCode(...bytes))
}

/** The message that a signature covers, by the rules of Standard Webhooks. */
export interface Signed {
  /** The `webhook-id`. */
  id: string
  /** The `webhook-timestamp`: seconds since 1970. */
  timestamp: number
  body: string
}

/**
 * The value of `webhook-signature`: one signature for each secret, separated by spaces.
 *
 * @param secrets as `newSecret` makes them
 */
export async function signaturesOf(message: Signed, secrets: readonly string[]): Promise<string> {
  const signatures = await Promise.all(secrets.map((secret) => signatureOf(message, secret)))
  return signatures.join(' ')
}

/** HMAC-SHA256 of `ID.TIMESTAMP.BODY`, as `v1,` and base64. */
async function signatureOf({ id, timestamp, body }: Signed, secret: string): Promise<string> {
  const bytes = Uint8Array.from(atob(secret.slice(PREFIX.length)), (char) => char.charCodeAt(0))
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytes, hmac, false, ['sign'])
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`)
  const signature = await crypto.subtle.sign('HMAC', key, signed)
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(signature)))}`
}
