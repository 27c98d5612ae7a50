import { html, raw } from 'hono/html'

/** Links of the front page: absolute addresses. */
export interface FrontLinks {
  api: string
  reference: string
  openapi: string
  health: string
}

/** Content of the style element. The content security policy of the page has its hash. */
export const STYLE = `
:root { color-scheme: light dark }
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem }
h1 { margin: 0 } h2 { margin: 2rem 0 .5rem; font-size: 1.15rem }
a { color: light-dark(#0b57d0, #8ab4f8) }
code, pre { font: .9em/1.6 ui-monospace, monospace }
pre { padding: .9rem 1rem; overflow-x: auto; border-radius: 6px; background: light-dark(#f1f3f4, #28292c) }
`

/** The front page: what legbook is, links, and calls to paste into a shell. */
export const frontPage = ({ api, reference, openapi, health }: FrontLinks) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>legbook</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<h1>legbook</h1>
<p>legbook keeps the order history of an Alpaca account, puts every order leg into the trade it belongs to, and computes
what each trade made, to the cent.</p>
<ul>
<li><a href="/">The page: what the trades made, to look at</a></li>
<li><a href="${reference}">Reference of the API</a></li>
<li><a href="${openapi}">OpenAPI document</a></li>
<li><a href="${health}">Health</a></li>
</ul>
<h2>From a shell</h2>
<p>Every other route needs a token: the <code>API_TOKEN</code> that was set, or the one that <code>npm start</code> printed.
Each call can end with <code>| jq</code>.</p>
<pre tabindex="0" role="region" aria-label="Calls to paste into a shell"><code>export TOKEN='...'
export API=${api}
curl -s -H "Authorization: Bearer $TOKEN" "$API/trades?status=closed&amp;limit=3"
curl -s -H "Authorization: Bearer $TOKEN" "$API/stats"
curl -s -H "Authorization: Bearer $TOKEN" -X POST "$API/sync"
</code></pre>
</main>
</body>
</html>
`
