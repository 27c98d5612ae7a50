import { decimal } from '../../../src/engine/model/decimal'
import type { EventFact, LedgerFacts } from '../../../src/engine/model/facts'
import type { Random } from '../../../src/local/alpaca/random'
import { DAY } from '../../../src/time/micros'

const nextDay = (date: string): string =>
  new Date(Date.parse(`${date}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

const groupsOfDay = ({ date }: EventFact, events: readonly EventFact[]) =>
  events.filter((other) => other.date === date).map(({ groupId }) => groupId)

/** An event that is lost, or says something that does not fit the others. */
function damaged(event: EventFact, events: readonly EventFact[], random: Random): EventFact[] {
  switch (random.whole(0, 6)) {
    case 0:
      return []
    case 1:
      return [{ ...event, quantity: event.quantity.neg() }]
    case 2:
      return [{ ...event, quantity: event.quantity.plus(decimal(random.pick([1, -1, 0.5]))) }]
    case 3:
      return [{ ...event, groupId: random.pick([null, ...groupsOfDay(event, events)]) }]
    case 4:
      return [{ ...event, date: nextDay(event.date), at: event.at + DAY }]
    case 5:
      return [event, { ...event, id: `${event.id}-again` }]
    default: {
      const { instrument } = random.pick(events)
      return event.type === 'delivery' ? [event] : [{ ...event, instrument } as EventFact]
    }
  }
}

/** The facts with a part of the events, 0 to 1, damaged. */
export function withDamage(facts: LedgerFacts, random: Random, part: number): LedgerFacts {
  const isOption = ({ type }: EventFact) =>
    type === 'expiration' || type === 'assignment' || type === 'exercise'
  const others = facts.events.filter((event) => !isOption(event))
  if (others.length === 0) return facts
  const events = facts.events.flatMap((event) =>
    random.chance(part) && !isOption(event) ? damaged(event, others, random) : [event],
  )
  return { ...facts, events }
}
