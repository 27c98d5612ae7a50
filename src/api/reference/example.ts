import type { JsonSchema } from './json-schema'

const REF = '#/components/schemas/'

/** Generates an example of a schema, from examples in it, property names, words and types. */
export function exampleOf(
  schema: JsonSchema,
  components: Record<string, JsonSchema>,
  name = '',
): unknown {
  const inside = (part: JsonSchema, as: string) => exampleOf(part, components, as)
  const { $ref, anyOf, properties, items, examples, enum: words } = schema
  if ($ref !== undefined) return inside(namedSchema($ref, components), name)
  if (Array.isArray(examples)) return examples[0]
  if (name in BY_NAME && !properties) return BY_NAME[name]
  if (Array.isArray(words)) return words[0]
  if ('const' in schema) return schema.const
  if ('default' in schema) return schema.default
  if (anyOf?.[0]) return inside(anyOf[0], name)
  if (properties) {
    const parts = Object.entries(properties).map(([key, part]) => [key, inside(part, key)])
    return Object.fromEntries(parts)
  }
  if (items) return [inside(items, name)]
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  return BY_FORMAT[String(schema.format)] ?? BY_TYPE[String(type)]
}

function namedSchema($ref: string, components: Record<string, JsonSchema>): JsonSchema {
  const schema = components[$ref.slice(REF.length)]
  if (schema === undefined) throw new Error(`the document has no schema ${$ref}`)
  return schema
}

const TRADE = '5b0a1e62-7a0f-5d4e-9f55-2f1f6f6f3c11'

/** Values by property name. All examples show the same bull put spread. */
const BY_NAME: Record<string, unknown> = {
  trade_id: TRADE,
  chain_id: TRADE,
  trade_ids: [TRADE, '0c9b8d1a-2f64-5a83-8a4b-6a1f0d9e7b22'],
  order_ids: ['904837e3-3b76-47ec-b432-046db621571b'],
  facts: ['904837e3-3b76-47ec-b432-046db621571b'],
  account_id: 'e6fe16f3-64a4-4921-8928-cadf02f92f98',
  account: 'main',
  label: 'main',
  alpaca_order_id: '904837e3-3b76-47ec-b432-046db621571b',
  order_id: '904837e3-3b76-47ec-b432-046db621571b',
  parent_order_id: '61e69015-8549-4bfd-b9c3-01e75843f47d',
  client_order_id: 'eb9e2aaa-f71a-4f51-b5b4-52a6c565dad4',
  activity_id: '20260910121718577::2ec55c6f-5dd4-4a08-8bd4-bd2b5e7fb0a1',
  execution_id: '20260910121718577::2ec55c6f-5dd4-4a08-8bd4-bd2b5e7fb0a1',
  asset_id: '2ec55c6f-5dd4-4a08-8bd4-bd2b5e7fb0a1',
  asset_class: 'us_option',
  order_class: 'mleg',
  order_type: 'limit',
  time_in_force: 'day',
  position_intent: 'sell_to_open',
  symbol: 'SPY261218P00600000',
  underlying: 'SPY',
  strategy: 'bull_put_spread',
  strategy_type: 'vertical_spread',
  direction: 'credit',
  option_type: 'put',
  strike: 600,
  strike_price: 600,
  qty: 2,
  open_qty: 2,
  quantity: 2,
  filled_qty: 2,
  ratio_qty: 1,
  multiplier: 100,
  notional: null,
  stop_price: null,
  trail_price: null,
  trail_percent: null,
  win_rate: 0.64,
  replaces: null,
  replaced_by: null,
  rolled_from: null,
  assigned_from: null,
  covered_by: null,
  close_cause: null,
  tags: ['income'],
  note: 'sold into the dip',
  next_cursor: null,
  month: '2026-09',
  last_error: null,
}

const BY_FORMAT: Record<string, unknown> = { uuid: '7d4f1c5e-0f0a-4d52-8a53-1c5d3c9a4e10' }
const BY_TYPE: Record<string, unknown> = {
  string: 'text',
  integer: 1,
  number: 1.25,
  boolean: false,
  null: null,
  object: {},
}
