import { type JournalCase, journal } from './journal'

/** Shares and coins: orders, corporate actions, dividends and transfers. */
export const SHARE_JOURNALS: readonly JournalCase[] = [
  journal(
    'leg of a vertical replaced twenty minutes later',
    'RAR',
    `
    1@14:00 bto 1 RAR261218C00050000 3
    1@14:02 sto 1 RAR261218C00055000 1.2 unfilled as=x status=canceled
    1@14:21 sto 1 RAR261218C00055000 1.1 created=1@14:20 replaces=x
  `,
    ['bull_call_spread open 0 [RAR261218C00050000 1 = 300, RAR261218C00055000 1 = -110]'],
  ),
  journal(
    'mixed merger with an open covered call that is assigned',
    'RBD,RBE',
    `
    0 contract RBE1261218C00035000 RBE
    1 buy 100 RBD 30
    2 sto 1 RBD261218C00035000 1
    9 MA/SCMA RBD -100 30 0 g=m
    9 MA/SCMA RBE 50 40 0 g=m
    9 MA/SCMA RBD - - 1000 g=m
    9 OPCA/MA.SCMA RBD261218C00035000 1 1 -100 g=o
    9 OPCA/MA.SCMA RBE1261218C00035000 -1 1 100 g=o
    15 OPASN RBE1261218C00035000 1 - 0 g=a
    15 OPTRD RBE -50 70 3500 g=a
    15 OPCSH - - - -1000 g=a
  `,
    ['long_stock closed 1500', 'covered_call closed -900 covered', 'campaign 2: 600 = 600'],
  ),
  journal(
    'spin-off, then the adjusted call takes both securities',
    'RBF,RBG',
    `
    0 contract RBF1261218C00055000 RBF
    1 buy 100 RBF 50
    2 sto 1 RBF261218C00055000 1.5
    9 SPIN RBG 20 0 0 g=s "Target Symbol: RBG, Initiating Symbol: RBF"
    9 OPCA/SPIN RBF261218C00055000 1 1.5 -150 g=o
    9 OPCA/SPIN RBF1261218C00055000 -1 1.5 150 g=o
    15 OPASN RBF1261218C00055000 1 - 0 g=a
    15 OPTRD RBF -100 50 5000 g=a
    15 OPTRD RBG -20 25 500 g=a
  `,
    ['long_stock closed 0', 'long_stock closed 500 from', 'covered_call closed 150 covered'],
  ),
  journal(
    'a coin bought with tethers that were bought with dollars',
    'USDT/USD,LINK/USD',
    `
    1 buy 1000 USDT/USD 1.001
    2 buy 0.5 LINK/USDT 1800
    2 pair LINKUSD 0.5 USDTUSD -900 900
    3 sell 0.5 LINK/USD 1900
  `,
    ['long_crypto partial 0 [USDT/USD 100 = 100.1]', 'long_crypto closed 49.1'],
  ),
  journal(
    'bought under the old spelling',
    'LTC/USD',
    `
    1 buy 2 LTCUSD 100
    2 sell 2 LTC/USD 110
  `,
    ['long_crypto closed 20'],
  ),
  journal(
    'forward split between entry and scale-in',
    'RBI',
    `
    1 buy 10 RBI 100
    9 SPLIT/FSPLIT RBI -10 100 0
    9 SPLIT/FSPLIT RBI 20 50 0
    14 buy 10 RBI 60
    15 sell 15 RBI 70
  `,
    ['long_stock partial 300 [RBI 15 = 850]'],
  ),
  journal(
    'one dividend over two trades',
    'RBL',
    `
    1 buy 100 RBL 20
    2 sto 2 RBL260904P00019000 0.5
    8 OPASN RBL260904P00019000 2 - 0 g=a
    8 OPTRD RBL 200 19 -3800 g=a
    25 DIV/CDIV RBL - - 30.01 "Cash DIV @ 0.1, Pos QTY: 300, Rec Date: 2026-09-22"
  `,
    [
      'long_stock open 0 [RBL 100 = 2000] div 10',
      'short_put closed 100',
      'long_stock open 0 [RBL 200 = 3800] div 20.01 from',
    ],
  ),
  journal(
    'covered call out by ACAT',
    'RBO',
    `
    1 buy 100 RBO 20
    2 sto 1 RBO261218C00025000 1
    9 ACATS RBO -100 22 0
    9 ACATS RBO261218C00025000 1 0.5 0
  `,
    ['long_stock closed 0', 'covered_call closed 0 covered'],
  ),
  journal(
    'over the year end',
    'RBQ',
    `
    2025-12-30 sto 1 RBQ260102P00050000 1
    2025-12-31@20:30 buy 10 RBQ 51
    2026-01-02 sell 10 RBQ 52
    2026-01-05 OPASN RBQ260102P00050000 1 - 0 g=a
    2026-01-05 OPTRD RBQ 100 50 -5000 g=a
    2026-01-05@15:10 sell 100 RBQ 49
  `,
    ['short_put closed 100', 'long_stock closed 10', 'long_stock closed -100 from'],
  ),
  journal(
    'transfer corrected in price',
    'RBY',
    `
    1 ACATS RBY 100 10 0 status=canceled
    1 ACATS RBY 100 12 0 status=correct
    2 sell 100 RBY 15
  `,
    ['long_stock closed 300'],
  ),
  journal(
    '3 for 2 split: adjusted contract with a multiplier of 150',
    'RCC',
    `
    0 contract RCC1261218C00040000 RCC 100
    1 bto 1 RCC261218C00060000 3
    9 OPCA/SPLIT.FSPLIT RCC261218C00060000 -1 3 300 g=o
    9 OPCA/SPLIT.FSPLIT RCC1261218C00040000 1 3 -300 g=o
    15 OPEXC RCC1261218C00040000 -1 - 0 g=a
    15 OPTRD RCC 150 40 -6000 g=a
    16 sell 150 RCC 45
  `,
    ['long_call closed -300', 'long_stock closed 750 from'],
  ),
  journal(
    'journaled out after the ex-date',
    'RDG',
    `
    1 buy 100 RDG 50
    15 JNLS RDG -100 55 0
    25 DIV/CDIV RDG - - 30 "Cash DIV @ 0.3, Pos QTY: 100, Rec Date: 2026-09-10"
  `,
    ['long_stock closed 0 div 30'],
  ),
  journal(
    'dividend of a short that was covered meanwhile',
    'RDH',
    `
    1 sto 100 RDH 50
    15 btc 100 RDH 45
    25 DIV/CDIV RDH - - -30 "Cash DIV @ 0.3, Pos QTY: -100, Rec Date: 2026-09-10"
  `,
    ['short_stock closed 500 div -30'],
  ),
  journal(
    'a cash merger takes a buy-write and shares of their own',
    'RDL',
    `
    1@14:00 buy 100 RDL 20
    1@14:02 sto 1 RDL261218C00025000 1
    3 buy 50 RDL 21
    9 btc 1 RDL261218C00025000 0.05
    10 MA/CMA RDL -150 - 0 g=m
    10 MA/CMA RDL - - 3600 g=m
  `,
    ['covered_call closed 495', 'long_stock closed 150'],
  ),
  journal(
    'rename and reverse split of one day with an option',
    'RDV,RDW',
    `
    1 buy 1000 RDV 1
    1@16:00 bto 10 RDV261218C00001000 0.2
    9 NC/SCNC RDW 1000 1 0 g=n
    9 NC/SCNC RDV -1000 1 0 g=n
    9 SPLIT/RSPLIT RDW -1000 1 0 g=s
    9 SPLIT/RSPLIT RDW 100 10 0 g=s
    9 OPCA/SPLIT.RSPLIT RDV261218C00001000 -10 0.2 200 g=o
    9 OPCA/SPLIT.RSPLIT RDW1261218C00001000 10 0.2 -200 g=o
    0 contract RDW1261218C00001000 RDW
    15 sell 100 RDW 11
    15 stc 10 RDW1261218C00001000 0.1
  `,
    ['long_stock closed 100', 'long_call closed -100'],
  ),
  journal(
    'a chain of replaced orders, each filled in part',
    'HEJ',
    `
    1@14:00 sto 1 HEJ261218P00050000 1 of=3 as=a status=replaced
    1@14:20 sto 1 HEJ261218P00050000 0.9 of=2 as=b replaces=a created=1@14:10
    1@14:40 sto 1 HEJ261218P00050000 0.8 created=1@14:30 replaces=b
    1@14:31 sto 1 HEJ261218P00045000 0.3
  `,
    [
      'short_put open 0 [HEJ261218P00050000 3 = -270]',
      'short_put open 0 [HEJ261218P00045000 1 = -30]',
    ],
  ),
  journal(
    'an early exercise of a spread leg while the other is bought back',
    'FBB',
    `
    2026-08-20 bto 2 FBB260918C00050000 3 p=a
    2026-08-20 sto 2 FBB260918C00055000 1 p=a
    2026-08-26@15:00 OPEXC FBB260918C00050000 -2 - 0 g=x
    2026-08-26@15:00 OPTRD FBB 200 50 -10000 g=x
    2026-08-26@16:00 sell 200 FBB 58
    2026-08-27 btc 2 FBB260918C00055000 3.2
  `,
    ['bull_call_spread closed -1040', 'long_stock closed 1600 from'],
  ),
  journal(
    'a purchase on the day of the exercise of a short stock',
    'FBD',
    `
    2026-08-20 bto 1 FBD260918C00050000 3
    2026-08-25@14:00 sto 300 FBD 55
    2026-08-25@15:00 btc 100 FBD 54
    2026-08-25@16:00 OPEXC FBD260918C00050000 -1 - 0 g=x
    2026-08-25@16:00 OPTRD FBD 100 50 -5000 g=x
    2026-08-25@17:00 btc 100 FBD 53
  `,
    ['long_call closed -300', 'short_stock closed 800'],
  ),
  journal(
    'spin-off restated of a covered holding, old form without a group',
    'FBF,FBG',
    `
    2026-08-20 buy 100 FBF 15
    2026-08-26 SPIN FBG 25 12 0 "ADD, Cost basis adjustment for source company"
    2026-08-26 SPIN FBF -100 15 0 "REMOVE, Cost basis adjustment for source company"
    2026-08-26 SPIN FBF 100 12 0 "ADD, Cost basis adjustment for source company"
    2026-08-27 sell 100 FBF 13
    2026-08-27 sell 25 FBG 10
  `,
    ['long_stock closed 100', 'long_stock closed -50 from'],
  ),
  journal(
    'bought with a stablecoin and sold for another coin',
    'USDC/USD,BTC/USD,ETH/USD',
    `
    2026-08-25 buy 10000 USDC/USD 1
    2026-08-26 buy 0.1 BTC/USDC 60000
    2026-08-26 pair BTCUSD 0.1 USDCUSD -6000 6000
    2026-08-27 sell 0.05 BTC/USD 61000
    2026-08-28 buy 1 ETH/BTC 0.05
    2026-08-28 pair ETHUSD 1 BTCUSD -0.05 0.05
    2026-08-31 sell 1 ETH/USD 3200
  `,
    [
      'long_crypto partial 0 [USDC/USD 4000 = 4000]',
      'long_crypto closed 50',
      'long_crypto closed 200',
    ],
  ),
]
