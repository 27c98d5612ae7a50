import { readdirSync, readFileSync } from 'node:fs'
import { ACCOUNT, SAMPLES } from '../../support/alpaca-fixtures'

export type Json = Record<string, unknown>

/** Payloads that the stand-in's are compared with. */
export interface Payloads {
  readonly account: Json
  /** The orders, fills, positions and fees of one account, whose cash they add up to. */
  readonly orders: readonly Json[]
  readonly fills: readonly Json[]
  readonly positions: readonly Json[]
  readonly otherActivities: readonly Json[]
  readonly oco: Json
  readonly bracket: Json
  readonly coinOrder: Json
  readonly sharePosition: Json
  readonly shortSale: Json
  readonly expiry: Json
  readonly assignment: Json
  readonly dividend: Json
  readonly contract: Json
  readonly contractWithDeliverables: Json
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The first row with these values. @throws Error when there is none. */
export function rowOf(rows: readonly Json[], wanted: Json): Json {
  const row = rows.find((one) => Object.entries(wanted).every(([key, value]) => one[key] === value))
  if (!row) throw new Error(`no row has ${JSON.stringify(wanted)}`)
  return row
}

const isFill = ({ activity_type: type }: Json): boolean => type === 'FILL'

/** The payloads of test/fixtures/alpaca. */
export function fixturePayloads(): Payloads {
  const { account, orders, activities, positions } = ACCOUNT
  return {
    account,
    orders,
    fills: activities.filter(isFill),
    positions,
    otherActivities: activities.filter((row) => !isFill(row)),
    oco: SAMPLES.orders.oco,
    bracket: SAMPLES.orders.bracket,
    coinOrder: SAMPLES.documented.old_coin_order,
    sharePosition: rowOf(SAMPLES.positions, { asset_class: 'us_equity', side: 'long' }),
    shortSale: rowOf(SAMPLES.activities, { activity_type: 'FILL', side: 'sell_short' }),
    expiry: rowOf(SAMPLES.activities, { activity_type: 'OPEXP' }),
    assignment: rowOf(SAMPLES.activities, { activity_type: 'OPASN' }),
    dividend: rowOf(SAMPLES.activities, { activity_type: 'DIV' }),
    contract: SAMPLES.contracts.adjusted,
    contractWithDeliverables: SAMPLES.contracts.with_deliverables,
  }
}

/** A folder of recorded responses, one JSON file each. */
export class Recordings {
  constructor(private readonly folder: string) {}

  names(): string[] {
    return readdirSync(this.folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length))
  }

  /**
   * The rows of a file: a list, or one object. Recorders may wrap them in `{body, status_code}`.
   */
  rows(name: string): Json[] {
    const content: unknown = JSON.parse(readFileSync(`${this.folder}/${name}.json`, 'utf8'))
    const body = isObject(content) && 'body' in content ? content.body : content
    const list =
      isObject(body) && Array.isArray(body.option_contracts) ? body.option_contracts : body
    return (Array.isArray(list) ? list : [list]).filter(isObject)
  }

  payloads(): Payloads {
    const first = (name: string): Json => {
      const [row] = this.rows(name)
      if (!row) throw new Error(`${name}.json is empty`)
      return row
    }
    return {
      account: first('real_account'),
      orders: this.rows('real_orders_nested'),
      fills: this.rows('real_activities_fill'),
      positions: this.rows('real_positions_options'),
      otherActivities: this.rows('real_activities_nta_fees'),
      oco: first('real_order_oco_nested_held'),
      bracket: first('real_order_bracket_nested_held'),
      coinOrder: first('docs_order_crypto_market'),
      sharePosition: first('real_positions_equity_long'),
      shortSale: first('real_activity_fill_sell_short'),
      expiry: first('real_activity_opexp'),
      assignment: first('real_activity_opasn'),
      dividend: first('spec_activity_div'),
      contract: first('real_option_contracts_adjusted'),
      contractWithDeliverables: first('real_option_contract_deliverables'),
    }
  }
}
