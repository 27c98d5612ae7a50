import type { RawOrder } from '../raw-account'
import type { Case, Story } from '../story'

type Row = Record<string, unknown>

/** Verbs of orders: side, intent, and the side of the fill where it is not the order's. */
const VERBS: Record<string, readonly ['buy' | 'sell', RawOrder]> = {
  buy: ['buy', {}],
  sell: ['sell', {}],
  bto: ['buy', { intent: 'open' }],
  stc: ['sell', { intent: 'close' }],
  sto: ['sell', { intent: 'open', fillSide: 'sell_short' }],
  btc: ['buy', { intent: 'close' }],
}

const DAY = /^(?:(\d{4}-\d\d-)?(\d{1,2}))(?:@(\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?$/

/** A day of September 2026, or a whole date, with a time of UTC after `@`. */
function momentOf(text: string): { date: string; at: string; hasTime: boolean } {
  const [, month = '2026-09-', day, time = '15:00'] = DAY.exec(text) ?? []
  if (day === undefined) throw new Error(`no day: ${text}`)
  const date = `${month}${day.padStart(2, '0')}`
  const seconds = time.length === 5 ? `${time}:00` : time
  return { date, at: `${date}T${seconds}Z`, hasTime: text.includes('@') }
}

/** The words of a line: split at spaces, except within quotes. */
const wordsOf = (line: string): string[] => [...line.matchAll(/"[^"]*"|\S+/g)].map(([word]) => word)

const linesOf = (text: string): string[][] =>
  text
    .split('\n')
    .map((line) => wordsOf(line.trim()))
    .filter(({ length }) => length > 0)

const dateOf = ([when = '']: readonly string[]): string => momentOf(when).date

/** The dates of some journals, in order. */
export const datesOf = (cases: readonly JournalCase[]): string[] =>
  [...new Set(cases.flatMap(({ text }) => linesOf(text).map(dateOf)))].sort()

const given = (word: string | undefined): string | undefined =>
  word === undefined || word === '-' ? undefined : word

/** Named values behind the columns: `name=value`, a quoted text, or a word alone. */
function optionsOf(words: readonly string[]): Map<string, string> {
  return new Map(
    words.map((word) => {
      if (word.startsWith('"')) return ['text', word.slice(1, -1)]
      const [name = '', ...value] = word.split('=')
      return [name, value.join('=')]
    }),
  )
}

/**
 * Plays a journal, one line for each order or activity:
 *
 *     day[@time] verb qty symbol price [p=parent] [as=name] [created=day@time] [parts=1@2,3@4]
 *     day[@time] TYPE[/SUB] symbol qty price net [g=group] [exec=name] ["text"]
 *     day contract symbol underlying
 *     day pair base qty quote qty dollars
 *
 * A day is one of September 2026 or a whole date, a time is of UTC, and `-` is an absent value. An
 * order is filled when it is created, unless it says `created`. With `byparent` its fill names the
 * order's parent. `sto` sells short, and `pair`
 * corrects the positions and cash after an order on a pair of coins.
 */
export class Journal {
  private readonly orders = new Map<string, string>()
  private readonly fills = new Map<string, string>()
  private readonly account: Story
  private readonly name: string

  constructor(account: Story, name: string) {
    this.account = account
    this.name = name
  }

  /** @param date of the lines to play, YYYY-MM-DD; default all. */
  play(text: string, date?: string): void {
    for (const words of linesOf(text))
      if (date === undefined || dateOf(words) === date) this.playLine(words)
  }

  private playLine([when = '', verb = '', ...rest]: string[]): void {
    if (verb === 'contract') this.contract(rest)
    else if (verb === 'pair') {
      const [base = '', qty, quote = '', paid, dollars] = rest
      this.account.pair(base, Number(qty), quote, Number(paid), Number(dollars))
    } else if (verb === 'mark') this.account.mark(rest[0] ?? '', Number(rest[1]))
    else if (VERBS[verb]) this.order(when, VERBS[verb], rest)
    else this.row(when, verb, rest)
  }

  private contract([symbol = '', underlying = '', multiplier = '100']: string[]): void {
    const [, root, year, month, day, kind, strike] =
      /^(.+?)(\d\d)(\d\d)(\d\d)([CP])(\d{8})$/.exec(symbol) ?? []
    this.account.contracts.set(symbol, {
      symbol,
      root_symbol: root,
      underlying_symbol: underlying,
      multiplier,
      expiration_date: `20${year}-${month}-${day}`,
      strike_price: String(Number(strike) / 1000),
      type: kind === 'C' ? 'call' : 'put',
    })
  }

  private order(
    when: string,
    [side, base]: readonly ['buy' | 'sell', RawOrder],
    [qty, symbol = '', price, ...rest]: string[],
  ): void {
    const options = optionsOf(rest)
    const { at } = momentOf(when)
    const created = options.get('created')
    const replaces = options.get('replaces')
    const of = options.get('of')
    const parent = options.get('p')
    const parts = options.get('parts')
    const fillSide = options.get('fill')
    const none = options.has('unfilled')
    const more: Row = {
      ...(created ? { created_at: momentOf(created).at, submitted_at: momentOf(created).at } : {}),
      ...(of ? { qty: of } : {}),
      ...(options.has('status') ? { status: options.get('status') } : {}),
      ...(options.has('class') ? { order_class: options.get('class') } : {}),
      ...(options.has('notional') ? { notional: options.get('notional'), qty: null } : {}),
      ...(replaces ? { replaces: this.orders.get(replaces) } : {}),
      ...(none ? { filled_qty: '0', filled_avg_price: null, filled_at: null } : {}),
    }
    const id = this.account.order(at, side, none ? 0 : Number(qty), symbol, Number(price), {
      ...base,
      ...(fillSide ? { fillSide } : {}),
      ...(parent ? { parent: `${this.name} ${parent}` } : {}),
      ...(parts
        ? {
            parts: parts.split(',').map((part) => {
              const [n = '', paid = ''] = part.split('@')
              return [Number(n), Number(paid)] as const
            }),
          }
        : {}),
      ...(options.has('untold') || none ? { told: false } : {}),
      more: { ...(none ? { qty } : {}), ...more },
    })
    if (parent && options.has('byparent')) {
      const { orders, activities } = this.account
      const envelope = orders.find((row) => row.client_order_id === `${this.name} ${parent}`)
      Object.assign(activities.at(-1) ?? {}, { order_id: envelope?.id })
    }
    const name = options.get('as')
    if (name) {
      this.orders.set(name, id)
      this.fills.set(name, String(this.account.activities.at(-1)?.id).split('::')[1] ?? '')
    }
    if (replaces) {
      const old = this.account.orders.find((row) => row.id === this.orders.get(replaces))
      if (old) Object.assign(old, { replaced_by: id, status: 'replaced', replaced_at: at })
    }
  }

  private row(when: string, type: string, [symbol, qty, price, net, ...rest]: string[]): void {
    const { date, at, hasTime } = momentOf(when)
    const options = optionsOf(rest)
    const [activityType = '', sub] = type.split('/')
    const exec = options.get('exec')
    const values: Row = {
      activity_sub_type: sub,
      symbol: given(symbol),
      qty: given(qty),
      price: given(price),
      net_amount: given(net) ?? '0',
      group_id: options.has('g') ? `${this.name} ${options.get('g')}` : undefined,
      description: options.get('text'),
      status: options.get('status'),
      per_share_amount: options.get('rate'),
      execution_id: exec === undefined ? undefined : this.fills.get(exec),
      created_at: hasTime ? at : undefined,
    }
    this.account.row(
      activityType,
      date,
      Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)),
      { qty: !options.has('holds'), cash: !options.has('nocash') },
    )
  }
}

/** A case that is told by a journal. */
export interface JournalCase extends Case {
  readonly text: string
}

/**
 * @param wanted trades as `lineOf` writes them, with `rolled` behind those that are rolled from
 * another; campaigns as `campaignLine` writes them, either of all campaigns or of none.
 */
export const journal = (
  name: string,
  symbols: string,
  text: string,
  wanted: readonly string[],
): JournalCase => ({
  name,
  symbols: symbols.split(','),
  text,
  tell: (account) => new Journal(account, name).play(text),
  wanted,
})
