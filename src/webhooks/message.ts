import { readStoredMoment } from '../db/statements/moment'
import type { ClaimedDelivery } from '../db/webhooks/deliveries'

/** The parts of a delivery that its message has. */
export type Told = Pick<
  ClaimedDelivery,
  'id' | 'accountId' | 'seq' | 'type' | 'at' | 'data' | 'label'
> & { webhook: Pick<ClaimedDelivery['webhook'], 'id' | 'format'> }

/** Discord's limit of `content`. */
const MOST_DISCORD_CHARACTERS = 2_000

/** A flag of Discord's messages: links get no preview. */
const SUPPRESS_EMBEDS = 4

/** Slack cuts longer texts. */
const MOST_SLACK_CHARACTERS = 4_000

/** The `webhook-id` of a delivery: the same in every attempt. */
export const messageId = ({ id, accountId, seq }: Pick<Told, 'id' | 'accountId' | 'seq'>) =>
  seq === null ? `evt_test_${id}` : `evt_${accountId}_${seq}`

/** The body of a message, in the format of its webhook. */
export function bodyOf(delivery: Told): string {
  switch (delivery.webhook.format) {
    case 'json':
      return JSON.stringify(jsonMessage(delivery))
    case 'discord':
      return JSON.stringify(discordMessage(delivery))
    case 'slack':
      return JSON.stringify(slackMessage(delivery))
  }
}

const jsonMessage = ({ type, at, accountId, seq, data, webhook }: Told) => ({
  type,
  timestamp: readStoredMoment(at),
  data: seq === null ? { webhook_id: webhook.id } : { account_id: accountId, seq, ...data },
})

/** `allowed_mentions` keeps Discord from notifying anyone, whatever the text contains. */
const discordMessage = (delivery: Told) => ({
  content: cut(escapeDiscord(chatLine(delivery)), MOST_DISCORD_CHARACTERS),
  allowed_mentions: { parse: [] },
  flags: SUPPRESS_EMBEDS,
})

const slackMessage = (delivery: Told) => ({
  text: cut(escapeSlack(chatLine(delivery)), MOST_SLACK_CHARACTERS),
  mrkdwn: false,
  unfurl_links: false,
  unfurl_media: false,
})

const ZERO_WIDTH_SPACE = '\u200b'

/** Escapes Markdown and mentions of users and channels, and breaks `@everyone`. */
const escapeDiscord = (text: string): string =>
  text.replace(/[\\*_~`|>#[\]()<]/g, '\\$&').replaceAll('@', `@${ZERO_WIDTH_SPACE}`)

/** Escapes the three characters that Slack reads as its own: `<!channel>` is plain text then. */
const escapeSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Cuts at a character, not within a surrogate pair, an escape or an entity. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const kept = text.slice(0, most - 1)
  return `${kept.replace(/(?:[\ud800-\udbff]|\\|&[a-z]{0,3})$/, '')}…`
}

/** A line of text for people. Each value comes from the database and can be any text. */
function chatLine({ type, label, accountId, data, webhook, seq }: Told): string {
  if (seq === null) return `legbook: test of the webhook ${webhook.id}`
  return `[${label ?? accountId}] ${whatHappened(type, data ?? {})}`
}

function whatHappened(type: string, data: Record<string, unknown>): string {
  const [subject = '', verb = ''] = type.split('.')
  switch (subject) {
    case 'order':
      return sentence(`Order ${wordOf(data, 'status') ?? verb}:`, [wordOf(data, 'symbol')])
    case 'trade':
      return sentence(`Trade ${verb}:`, [
        wordOf(data, 'underlying'),
        wordOf(data, 'strategy')?.replaceAll('_', ' '),
        profitOf(verb, data),
      ])
    case 'sync':
      return sentence(`Sync ${verb}`, [wordOf(data, 'code') && `(${wordOf(data, 'code')})`])
    case 'reconciliation':
      return verb === 'balanced'
        ? 'The ledger agrees with the broker'
        : 'The ledger differs from the broker'
    case 'positions':
      return 'Positions changed'
    default:
      return sentence('Everything must be loaded again', [
        wordOf(data, 'reason') && `(${wordOf(data, 'reason')?.replaceAll('_', ' ')})`,
      ])
  }
}

const sentence = (begin: string, parts: readonly (string | undefined)[]): string =>
  [begin, ...parts.filter((part) => part !== undefined && part !== '')].join(' ')

/** A text or a number of an event's data. */
function wordOf(data: Record<string, unknown>, name: string): string | undefined {
  const value = data[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function profitOf(verb: string, data: Record<string, unknown>): string | undefined {
  const profit = verb === 'closed' ? wordOf(data, 'net_pl') : undefined
  return profit === undefined ? undefined : `(net P/L ${profit})`
}
