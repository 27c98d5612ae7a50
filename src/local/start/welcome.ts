import { randomBytes } from 'node:crypto'

/** Generates a token of letters and digits, which needs no quotes in a shell. */
export const newToken = (): string => randomBytes(24).toString('hex')

/**
/**
 * Prints every message of the live feed. Node has had WebSocket since version 22; `npx wscat` would
 * download a package.
 */
const FOLLOW = [
  `node -e 'const {API,TOKEN}=process.env`,
  `const s=new WebSocket(API.replace("http","ws")+"/live",["legbook.v1","bearer."+Buffer.from(TOKEN).toString("base64url")])`,
  `s.onmessage=({data})=>console.log(data)`,
  `s.onclose=({code,reason})=>console.log("closed",code,reason)'`,
].join(';')

/**
 * The last lines of a start: a command to paste into a shell, and the addresses of the page and of
 * the API. The address of the page has the token in its fragment, which browsers never send.
 * @param token the generated token; null when the user set a token, which is never printed.
 */
export function welcome(port: number, token: string | null): string {
  const base = `http://127.0.0.1:${port}`
  const curl = `curl -s -H "Authorization: Bearer $TOKEN"`
  return `
Paste into another terminal (each curl can end with | jq):
  export TOKEN=${token ?? "'<your API_TOKEN>'"}
  export API=${base}/api/alpaca
  ${curl} "$API/trades?status=closed&limit=3"
  ${curl} "$API/stats"
  ${curl} -X POST "$API/sync"
Live, each change as it happens, until Ctrl-C:
  ${FOLLOW}

Page       ${base}/${token === null ? '' : `#token=${token}`}
Reference  ${base}/api/alpaca/docs
Ready on ${base}`
}
