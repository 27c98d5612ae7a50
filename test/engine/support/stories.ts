import type { Random } from '../../../src/local/alpaca/random'
import type { Micros } from '../../../src/time/micros'
import type { ContractLeg, History, TrueTrade } from './history'
import type { StrategyCase } from './strategies'

/** What a story is told with: where it is written, its first day, the strategies to choose from. */
export interface Telling {
  history: History
  random: Random
  day: number
  strategies: readonly StrategyCase[]
}

/**
 * Tells a story; returns the first day on which its shares are gone, or null when it never held
 * any.
 */
export type Story = (telling: Telling) => number

/** Options alone, and no call that shares of another story would cover. */
const isOptions = ({ strategy, legs }: StrategyCase) =>
  strategy !== 'short_call' && legs.every(({ kind }) => kind !== 'stock')

export function book(
  { history, day }: Telling,
  { legs }: StrategyCase,
  far = 28,
  life = 21,
): ContractLeg[] {
  const base = history.freshStrikes()
  const [near, later] = [history.dateOf(day + life), history.dateOf(day + life + far)]
  return legs.map(({ kind, qty, strike = 0, expiry }) => ({
    qty,
    instrument:
      kind === 'stock'
        ? history.shares()
        : history.option(kind, base + strike - 85, expiry === 'far' ? later : near),
  }))
}

/** Opens units of a book: in one parent, or leg by leg within a window. */
export function open(
  { history, random }: Telling,
  trade: TrueTrade,
  legs: readonly ContractLeg[],
  units: number,
  slot: Micros,
  asParent: boolean,
): void {
  const parent = asParent ? history.id('parent') : null
  let after = 0
  for (const { instrument, qty } of random.shuffled(legs)) {
    const said = instrument.kind === 'stock' || (!asParent && random.chance(0.1))
    const intent = said && instrument.kind === 'stock' ? null : 'open'
    const price = instrument.kind === 'stock' ? random.whole(9_000, 11_000) : random.whole(50, 900)
    history.order(trade, instrument, qty * units, slot, { parent, intent, after, price })
    after += asParent ? 0 : random.pick([1, 10, 60, 200, 300])
    if (after > 600) after = 600
  }
}

/** Closes units of a book: in one parent, or leg by leg within a window. */
export function close(
  { history, random }: Telling,
  trade: TrueTrade,
  legs: readonly ContractLeg[],
  units: number,
  slot: Micros,
  asParent: boolean,
): void {
  const parent = asParent ? history.id('parent') : null
  let after = 0
  for (const { instrument, qty } of random.shuffled(legs)) {
    const intent = instrument.kind === 'stock' ? null : 'close'
    const price = instrument.kind === 'stock' ? random.whole(9_000, 11_000) : random.whole(5, 900)
    history.order(trade, instrument, -qty * units, slot, { parent, intent, after, price })
    after += asParent ? 0 : random.pick([1, 10, 60, 200])
  }
}

function expireAll(
  { history }: Telling,
  trade: TrueTrade,
  legs: readonly ContractLeg[],
  units: number,
) {
  for (const { instrument, qty } of legs) {
    history.event(trade, 'expiration', instrument, -qty * units)
  }
  trade.status = 'closed'
}

type Ending = 'open' | 'closed' | 'simple' | 'legs' | 'expired' | 'partial' | 'scaled' | 'halves'
const ENDINGS: readonly Ending[] = [
  'open',
  'closed',
  'closed',
  'simple',
  'legs',
  'expired',
  'partial',
  'scaled',
  'halves',
]

function end(
  telling: Telling,
  trade: TrueTrade,
  legs: readonly ContractLeg[],
  units: number,
  asParent: boolean,
): void {
  const { history, random, day } = telling
  const ending = random.pick(ENDINGS)
  trade.name += ` ${ending}`
  const slot = () => history.slot(day + 2, day + 12)
  if (ending === 'open') return
  if (ending === 'closed' || ending === 'simple') {
    close(telling, trade, legs, units, slot(), ending === 'closed' && legs.length > 1)
  } else if (ending === 'legs') {
    for (const leg of random.shuffled(legs)) close(telling, trade, [leg], units, slot(), false)
  } else if (ending === 'expired') {
    expireAll(telling, trade, legs, units)
  } else if (ending === 'scaled') {
    open(telling, trade, legs, 1, history.slot(day + 1), asParent)
    close(telling, trade, legs, units + 1, slot(), legs.length > 1)
  } else if (units === 1) {
    if (legs.length > 1) {
      close(telling, trade, legs.slice(0, 1), units, slot(), false)
      trade.status = 'partial'
    }
    return
  } else {
    const first = history.slot(day + 2, day + 6)
    close(telling, trade, legs, 1, first, legs.length > 1)
    trade.status = 'partial'
    if (ending === 'partial') return
    close(telling, trade, legs, units - 1, history.slot(day + 7, day + 12), legs.length > 1)
  }
  trade.status = 'closed'
}

const structure: Story = (telling) => {
  const { history, random, day, strategies } = telling
  const chosen = random.pick(strategies.filter(isOptions))
  const legs = book(telling, chosen)
  const units = random.whole(1, 3)
  const asParent = legs.length > 1 && random.chance(0.6)
  const name = `${asParent ? 'parent' : 'legged'} ${chosen.case} x${units}`
  const trade = history.trade(name, chosen.strategy, chosen.strategy_type)
  open(telling, trade, legs, units, history.slot(day), asParent)
  end(telling, trade, legs, units, asParent)
  return day
}

/** Shares and options bought together, closed together. */
const withShares: Story = (telling) => {
  const { history, random, day, strategies } = telling
  const chosen = random.pick(strategies.filter((s) => !isOptions(s) && s.legs.length > 1))
  const legs = book(telling, chosen)
  const trade = history.trade(`with shares ${chosen.case}`, chosen.strategy, chosen.strategy_type)
  open(telling, trade, legs, 1, history.slot(day), false)
  const slot = history.slot(day + 2, day + 5)
  close(telling, trade, legs, 1, slot, false)
  trade.status = 'closed'
  return history.dayOf(slot) + 1
}

const named = (strategies: readonly StrategyCase[], name: string): StrategyCase => {
  const found = strategies.find((strategy) => strategy.case === name)
  if (!found) throw new Error(`no strategy ${name}`)
  return found
}

/** Two verticals by two parents of one window. */
const twoVerticals: Story = (telling) => {
  const { history, random, day, strategies } = telling
  const legs = book(telling, named(strategies, 'iron_condor'))
  const puts = legs.filter(({ instrument }) => instrument.kind === 'put')
  const calls = legs.filter(({ instrument }) => instrument.kind === 'call')
  const trade = history.trade('two verticals', 'iron_condor', 'iron_condor')
  const slot = history.slot(day)
  open(telling, trade, puts, 2, slot, true)
  open(telling, trade, calls, 2, slot + random.pick([30, 290]) * 1_000_000, true)
  end(telling, trade, legs, 2, true)
  return day
}

/** The same two verticals, a day between them. */
const apart: Story = (telling) => {
  const { history, day, strategies } = telling
  const legs = book(telling, named(strategies, 'iron_condor'))
  const puts = legs.filter(({ instrument }) => instrument.kind === 'put')
  const calls = legs.filter(({ instrument }) => instrument.kind === 'call')
  const one = history.trade('apart puts', 'bull_put_spread', 'vertical_spread')
  const two = history.trade('apart calls', 'bear_call_spread', 'vertical_spread')
  open(telling, one, puts, 1, history.slot(day), true)
  open(telling, two, calls, 1, history.slot(day + 1), true)
  // Closed as the condor they look like: each leg is still of the trade that opened it.
  const slot = history.slot(day + 3, day + 8)
  const parent = history.id('parent')
  for (const [trade, own] of [
    [one, puts],
    [two, calls],
  ] as const) {
    for (const { instrument, qty } of own)
      history.order(trade, instrument, -qty, slot, { parent, intent: 'close' })
    trade.status = 'closed'
  }
  return day
}

/** Rolled out in time, by one parent or by simple orders of one window, up to twice. */
const roll: Story = (telling) => {
  const { history, random, day, strategies } = telling
  const chosen = named(
    strategies,
    random.pick(['bull_put_spread', 'short_put', 'iron_condor', 'bear_call_spread']),
  )
  let legs = book(telling, chosen)
  const units = random.whole(1, 2)
  let trade = history.trade(`roll ${chosen.case}`, chosen.strategy, chosen.strategy_type)
  open(telling, trade, legs, units, history.slot(day), legs.length > 1)
  for (let i = 1; i <= random.whole(1, 2); i++) {
    const slot = history.slot(day + 4 * i, day + 4 * i + 2)
    const next = book(telling, chosen, 28, 21 + 28 * i)
    const rolled = history.trade(`rolled ${chosen.case}`, chosen.strategy, chosen.strategy_type)
    const parent = legs.length <= 2 && random.chance(0.5) ? history.id('parent') : null
    let after = 0
    for (const { instrument, qty } of legs)
      history.order(trade, instrument, -qty * units, slot, {
        parent,
        intent: 'close',
        after: parent ? 0 : after++,
      })
    for (const { instrument, qty } of next)
      history.order(rolled, instrument, qty * units, slot, {
        parent,
        intent: 'open',
        after: parent ? 0 : after++,
      })
    trade.status = 'closed'
    rolled.rolledFrom = trade
    rolled.name += parent ? ' by parent' : ' by simple orders'
    trade = rolled
    legs = next
  }
  return day
}

/** Orders that were never filled, and what they were meant for. */
const unfilled: Story = (telling) => {
  const { history, random, day, strategies } = telling
  const chosen = random.pick(strategies.filter(isOptions))
  const legs = book(telling, chosen)
  const kind = random.pick(['canceled', 'working', 'retried', 'replaced'] as const)
  const trade = history.trade(`${kind} ${chosen.case}`, chosen.strategy, chosen.strategy_type)
  const slot = history.slot(day)
  const parent = history.id('parent')
  const firsts = legs.map(({ instrument, qty }) =>
    history.order(trade, instrument, qty, slot, {
      ...(legs.length > 1 ? { parent } : {}),
      intent: 'open',
      filled: 0,
      working: kind === 'working',
    }),
  )
  trade.status = kind === 'working' ? 'pending' : 'unfilled'
  if (kind === 'canceled' || kind === 'working') return day
  const again = history.id('parent')
  for (const [i, { instrument, qty }] of legs.entries()) {
    const id = history.order(trade, instrument, qty, slot, {
      ...(legs.length > 1 ? { parent: again } : {}),
      intent: 'open',
      after: kind === 'replaced' ? 250 : 100,
    })
    if (kind === 'replaced') history.replace(firsts[i] ?? '', id)
  }
  trade.status = 'open'
  return day
}

/**
 * A closing order that is canceled unfilled, or filled in part, before another closes the trade.
 */
const closeTwice: Story = (telling) => {
  const { history, random, day } = telling
  const [leg] = book(telling, {
    case: '',
    strategy: '',
    strategy_type: '',
    legs: [{ kind: 'put', qty: -3, strike: 95, expiry: 'near' }],
  })
  if (!leg) return day
  const trade = history.trade('close twice', 'short_put', 'single_leg')
  history.order(trade, leg.instrument, -3, history.slot(day), { intent: 'open' })
  const part = random.whole(0, 2)
  history.order(trade, leg.instrument, 3, history.slot(day + 1, day + 3), {
    intent: 'close',
    filled: part,
  })
  history.order(trade, leg.instrument, 3 - part, history.slot(day + 4, day + 6), {
    intent: 'close',
  })
  trade.status = 'closed'
  return day
}

/** An order filled in part, replaced later by one for the rest. */
const replacedInPart: Story = (telling) => {
  const { history, day } = telling
  const made = history.option('call', history.freshStrikes(), history.dateOf(day + 20))
  const trade = history.trade('replaced in part', 'long_call', 'single_leg')
  const slot = history.slot(day)
  const first = history.order(trade, made, 5, slot, { intent: 'open', filled: 2 })
  const second = history.order(trade, made, 3, slot, { intent: 'open', after: 500 })
  history.replace(first, second)
  history.event(trade, 'expiration', made, -5)
  trade.status = 'closed'
  return day
}

/** A short put assigned, its shares sold later; a long call exercised likewise. */
const assigned: Story = (telling) => {
  const { history, random, day } = telling
  const isPut = random.chance(0.6)
  const units = random.whole(1, 2)
  const life = random.whole(5, 9)
  const made = history.option(
    isPut ? 'put' : 'call',
    history.freshStrikes(),
    history.dateOf(day + life),
  )
  const option = isPut
    ? history.trade('assigned put', 'short_put', 'single_leg')
    : history.trade('exercised call', 'long_call', 'single_leg')
  history.order(option, made, isPut ? -units : units, history.slot(day), { intent: 'open' })
  const early = random.chance(0.3) ? { early: history.dateOf(day + life - 2) } : {}
  const group = history.event(
    option,
    isPut ? 'assignment' : 'exercise',
    made,
    isPut ? units : -units,
    early,
  )
  option.status = 'closed'
  const shares = history.trade('assigned shares', 'long_stock', 'stock')
  shares.assignedFrom = option
  history.delivery(shares, made, 100 * units, group)
  const slot = history.slot(day + life + 2, day + life + 4)
  history.order(shares, history.shares(), -100 * units, slot, {
    price: random.whole(9_000, 11_000),
  })
  shares.status = 'closed'
  return history.dayOf(slot) + 1
}

/** The wheel: a put assigned, a call written on the shares, the shares called away. */
const wheel: Story = (telling) => {
  const { history, day } = telling
  const strike = history.freshStrikes()
  const put = history.option('put', strike, history.dateOf(day + 4))
  const option = history.trade('wheel put', 'short_put', 'single_leg')
  history.order(option, put, -1, history.slot(day), { intent: 'open' })
  const group = history.event(option, 'assignment', put, 1)
  option.status = 'closed'
  const shares = history.trade('wheel shares', 'long_stock', 'stock')
  shares.assignedFrom = option
  history.delivery(shares, put, 100, group)
  const call = history.option('call', strike + 5, history.dateOf(day + 12))
  const covered = history.trade('wheel call', 'covered_call', 'covered_call')
  covered.coveredBy = shares
  history.order(covered, call, -1, history.slot(day + 7), { intent: 'open' })
  const away = history.event(covered, 'assignment', call, 1)
  covered.status = 'closed'
  history.delivery(shares, call, -100, away)
  shares.status = 'closed'
  return day + 15
}

/** A buy-write called away: the shares that the trade itself holds. */
const calledAway: Story = (telling) => {
  const { history, day, strategies } = telling
  const legs = book(telling, named(strategies, 'covered_call'), 28, 6)
  const trade = history.trade('called away', 'covered_call', 'covered_call')
  open(telling, trade, legs, 1, history.slot(day), false)
  for (const { instrument } of legs) {
    if (instrument.kind === 'stock') continue
    const group = history.event(trade, 'assignment', instrument, 1)
    history.delivery(trade, instrument, -100, group)
  }
  trade.status = 'closed'
  return day + 9
}

/** A vertical with both legs in the money: deliveries net within the trade. */
const bothInTheMoney: Story = (telling) => {
  const { history, random, day, strategies } = telling
  const chosen = named(
    strategies,
    random.pick(['bull_put_spread', 'bear_call_spread', 'bull_call_spread', 'bear_put_spread']),
  )
  const units = random.whole(1, 3)
  const legs = book(telling, chosen, 28, 6)
  const trade = history.trade(
    `both in the money ${chosen.case}`,
    chosen.strategy,
    chosen.strategy_type,
  )
  open(telling, trade, legs, units, history.slot(day), true)
  for (const { instrument, qty } of legs) {
    const type = qty > 0 ? 'exercise' : 'assignment'
    const group = history.event(trade, type, instrument, -qty * units)
    const up = (instrument.kind === 'call') === qty > 0
    history.delivery(trade, instrument, (up ? 100 : -100) * units, group)
  }
  trade.status = 'closed'
  return day + 9
}

/** Assigned early on the short leg; the long leg sold, the shares bought back or sold. */
const assignedEarly: Story = (telling) => {
  const { history, random, day, strategies } = telling
  const chosen = named(strategies, random.pick(['bull_put_spread', 'bear_call_spread']))
  const legs = book(telling, chosen, 28, 12)
  const trade = history.trade(
    `assigned early ${chosen.case}`,
    chosen.strategy,
    chosen.strategy_type,
  )
  open(telling, trade, legs, 1, history.slot(day), true)
  const sign = chosen.case === 'bull_put_spread' ? 1 : -1
  const shares = history.trade('early shares', sign > 0 ? 'long_stock' : 'short_stock', 'stock')
  shares.assignedFrom = trade
  for (const { instrument, qty } of legs) {
    if (qty > 0) continue
    const group = history.event(trade, 'assignment', instrument, 1, {
      early: history.dateOf(day + 4),
    })
    history.delivery(shares, instrument, 100 * sign, group)
  }
  const slot = history.slot(day + 6, day + 7)
  history.order(shares, history.shares(), -100 * sign, slot, { price: random.whole(9_000, 11_000) })
  shares.status = 'closed'
  for (const leg of legs.filter(({ qty }) => qty > 0))
    close(telling, trade, [leg], 1, history.slot(day + 8, day + 9), false)
  trade.status = 'closed'
  return day + 10
}

/** One leg liquidated, the other left to expire or still open. */
const liquidated: Story = (telling) => {
  const { history, random, day, strategies } = telling
  const chosen = named(
    strategies,
    random.pick(['bull_put_spread', 'bear_call_spread', 'short_strangle']),
  )
  const legs = book(telling, chosen)
  const trade = history.trade(`liquidated ${chosen.case}`, chosen.strategy, chosen.strategy_type)
  open(telling, trade, legs, 1, history.slot(day), true)
  const [first, second] = legs
  if (!first || !second) return day
  close(telling, trade, [first], 1, history.slot(day + 2, day + 9), false)
  trade.status = 'partial'
  if (random.chance(0.5)) expireAll(telling, trade, [second], 1)
  return day
}

/** Closed without ever having been opened. */
const beforeUs: Story = (telling) => {
  const { history, random, day, strategies } = telling
  const chosen = random.pick(strategies.filter(isOptions))
  const trade = history.trade(`before us ${chosen.case}`, chosen.strategy, chosen.strategy_type)
  const legs = book(telling, chosen)
  close(telling, trade, legs, 1, history.slot(day), legs.length > 1 && random.chance(0.5))
  trade.status = 'closed'
  trade.incomplete = true
  return day
}

/** Two trades that hold the same contract, each closed as it was opened, the younger first. */
const sharedContract: Story = (telling) => {
  const { history, random, day } = telling
  const base = history.freshStrikes()
  const expiry = history.dateOf(day + 20)
  const [low, middle, high] = [0, 5, 10].map((width) =>
    history.option('call', base + width, expiry),
  )
  if (!low || !middle || !high) return day
  const one = [
    { instrument: low, qty: 1 },
    { instrument: middle, qty: -1 },
  ]
  const two = random.chance(0.5)
    ? [
        { instrument: low, qty: 1 },
        { instrument: high, qty: -1 },
      ]
    : [{ instrument: low, qty: 1 }]
  const first = history.trade('shares a contract 1', 'bull_call_spread', 'vertical_spread')
  const second =
    two.length === 2
      ? history.trade('shares a contract 2', 'bull_call_spread', 'vertical_spread')
      : history.trade('shares a contract 2', 'long_call', 'single_leg')
  open(telling, first, one, 2, history.slot(day), true)
  open(telling, second, two, 3, history.slot(day + 1), two.length > 1)
  close(telling, second, two, 3, history.slot(day + 2), random.chance(0.5) && two.length > 1)
  close(telling, first, one, 2, history.slot(day + 4), random.chance(0.5))
  first.status = 'closed'
  second.status = 'closed'
  return day
}

/** Shares long or short, whole or fractional, scaled into and sold in parts, no intent said. */
const shares: Story = (telling) => {
  const { history, random, day } = telling
  const sign = random.pick([1, 1, -1])
  const trade = history.trade('shares', sign > 0 ? 'long_stock' : 'short_stock', 'stock')
  const size = sign > 0 ? random.pick([10, 100, 2.5, 7]) : random.pick([10, 100])
  const price = () => random.whole(90, 110) * 100
  history.order(trade, history.shares(), sign * size, history.slot(day), { price: price() })
  history.order(trade, history.shares(), sign * size, history.slot(day + 1), { price: price() })
  history.order(trade, history.shares(), -sign * size, history.slot(day + 2), { price: price() })
  const slot = history.slot(day + 3)
  history.order(trade, history.shares(), -sign * size, slot, { price: price() })
  trade.status = 'closed'
  return history.dayOf(slot) + 1
}

/** Long shares sold for more than are held: one trade ends, a short one begins. */
const crossing: Story = (telling) => {
  const { history, day } = telling
  const long = history.trade('crossing long', 'long_stock', 'stock')
  history.order(long, history.shares(), 100, history.slot(day), { price: 10_000 })
  const short = history.trade('crossing short', 'short_stock', 'stock')
  // Sold 300: 100 close the long, 200 open the short, whose share is the larger.
  history.order(short, history.shares(), -300, history.slot(day + 1), {
    price: 10_100,
    untold: true,
  })
  short.cash -= 100 * 10_100
  long.cash += 100 * 10_100
  long.status = 'closed'
  const slot = history.slot(day + 2)
  history.order(short, history.shares(), 200, slot, { price: 9_900 })
  short.status = 'closed'
  return history.dayOf(slot) + 1
}

/** An adjusted contract that stands for other than 100 shares. */
const adjusted: Story = (telling) => {
  const { history, random, day } = telling
  const made = history.option(
    'call',
    history.freshStrikes(),
    history.dateOf(day + 20),
    random.pick([10, 150]),
  )
  const trade = history.trade('multiplier', 'long_call', 'single_leg')
  history.order(trade, made, 2, history.slot(day), { intent: 'open' })
  history.order(trade, made, -2, history.slot(day + 3), { intent: 'close', untold: true })
  trade.status = 'closed'
  return day
}

/** An iron condor by one parent, its sides closed by two. */
const sides: Story = (telling) => {
  const { history, day, strategies } = telling
  const legs = book(telling, named(strategies, 'iron_condor'))
  const trade = history.trade('sides', 'iron_condor', 'iron_condor')
  open(telling, trade, legs, 2, history.slot(day), true)
  for (const [i, kind] of (['put', 'call'] as const).entries()) {
    const side = legs.filter(({ instrument }) => instrument.kind === kind)
    close(telling, trade, side, 2, history.slot(day + 3 * (i + 1)), true)
  }
  trade.status = 'closed'
  return day
}

/**
 * One leg of a vertical closed, then the same vertical again: no scale-in of what is not in full
 * ratio.
 */
const again: Story = (telling) => {
  const { history, day, strategies } = telling
  const legs = book(telling, named(strategies, 'bull_put_spread'))
  const first = history.trade('again first', 'bull_put_spread', 'vertical_spread')
  const second = history.trade('again second', 'bull_put_spread', 'vertical_spread')
  open(telling, first, legs, 1, history.slot(day), true)
  close(telling, first, legs.slice(1), 1, history.slot(day + 1), false)
  open(telling, second, legs, 1, history.slot(day + 2), true)
  close(telling, second, legs, 1, history.slot(day + 4), true)
  close(telling, first, legs.slice(0, 1), 1, history.slot(day + 6), false)
  first.status = 'closed'
  second.status = 'closed'
  return day
}

/**
 * Calls written one after the other on shares bought before; the last is rolled by a parent, then
 * all is sold.
 */
const writer: Story = (telling) => {
  const { history, day } = telling
  const bought = history.trade('writer shares', 'long_stock', 'stock')
  history.order(bought, history.shares(), 100, history.slot(day), { price: 10_000 })
  const strike = history.freshStrikes()
  const write = (name: string, life: number, start: Micros, parent: string | null) => {
    const made = history.option('call', strike + life, history.dateOf(day + life))
    const trade = history.trade(name, 'covered_call', 'covered_call')
    trade.coveredBy = bought
    history.order(trade, made, -1, start, { intent: 'open', parent })
    trade.status = 'closed'
    return { trade, made }
  }
  const first = write('writer first', 5, history.slot(day + 1), null)
  history.event(first.trade, 'expiration', first.made, 1)
  const second = write('writer second', 20, history.slot(day + 7), null)
  const slot = history.slot(day + 9)
  const parent = history.id('parent')
  history.order(second.trade, second.made, 1, slot, { intent: 'close', parent })
  const third = write('writer third', 40, slot, parent)
  third.trade.rolledFrom = second.trade
  history.order(third.trade, third.made, 1, history.slot(day + 11), { intent: 'close' })
  history.order(bought, history.shares(), -100, history.slot(day + 12), { price: 10_500 })
  bought.status = 'closed'
  return day + 13
}

/** Shares bought with a bracket: the profit is taken, the stop canceled. */
const bracket: Story = (telling) => {
  const { history, day } = telling
  const trade = history.trade('bracket', 'long_stock', 'stock')
  const slot = history.slot(day)
  const entry = history.order(trade, history.shares(), 10, slot, { intent: 'open', price: 10_000 })
  const exit = { intent: 'close', exitOf: entry, price: 10_500 } as const
  history.order(trade, history.shares(), -10, slot, { ...exit, executedAfter: 5_000 })
  history.order(trade, history.shares(), -10, slot, { ...exit, filled: 0 })
  trade.status = 'closed'
  return history.dayOf(slot) + 1
}

/** Coins bought twice and sold in parts of parts. */
export const coins: Story = (telling) => {
  const { history, random, day } = telling
  const trade = history.trade('coins', 'long_crypto', 'crypto')
  const price = () => random.whole(900, 1_100) * 1_000
  history.order(trade, history.coins(), 0.25, history.slot(day), { price: price(), untold: true })
  history.order(trade, history.coins(), 0.125, history.slot(day + 1), { price: price() })
  history.order(trade, history.coins(), -0.3, history.slot(day + 2), { price: price() })
  history.order(trade, history.coins(), -0.075, history.slot(day + 3), { price: price() })
  trade.status = 'closed'
  return day
}

/** Stories that touch no shares: any number of them may go on at once. */
export const OPTION_STORIES: readonly Story[] = [
  structure,
  structure,
  structure,
  structure,
  structure,
  twoVerticals,
  sides,
  again,
  apart,
  roll,
  roll,
  unfilled,
  closeTwice,
  replacedInPart,
  bothInTheMoney,
  liquidated,
  beforeUs,
  sharedContract,
  adjusted,
]

/** Stories that hold shares: on one underlying, one after the other. */
export const SHARE_STORIES: readonly Story[] = [
  withShares,
  withShares,
  assigned,
  assigned,
  wheel,
  calledAway,
  assignedEarly,
  shares,
  crossing,
  writer,
  bracket,
]
