import { type JournalCase, journal } from './journal'

/** Months of traders in which most kinds of events meet on one underlying. */
export const MONTH_JOURNALS: readonly JournalCase[] = [
  journal(
    'an income trader’s month on one underlying, through a split',
    'HVA',
    `
    1@14:00 buy 200 HVA 100
    1@15:00 sto 1 HVA260911C00110000 1.50
    2@14:00 sto 2 HVA260911P00095000 1.20
    2@14:30 bto 1 HVA260918P00090000 0.80 p=v
    2@14:30 sto 1 HVA260918P00095000 1.60 p=v
    3@14:00 bto 2 HVA260918C00105000 3
    3@15:00 sto 2 HVA260918C00110000 1.40
    4@14:00 stc 1 HVA260918C00105000 3.50
    9@14:00 btc 1 HVA260911C00110000 0.50 p=r
    9@14:00 sto 1 HVA261016C00112000 2.00 p=r
    10 SPLIT/FSPLIT HVA -200 100 0 g=s
    10 SPLIT/FSPLIT HVA 400 50 0 g=s
    10 OPCA/SPLIT.FSPLIT HVA260911P00095000 2 1.2 -240
    10 OPCA/SPLIT.FSPLIT HVA260911P00047500 -4 0.6 240
    10 OPCA/SPLIT.FSPLIT HVA260918P00090000 -1 0.8 80
    10 OPCA/SPLIT.FSPLIT HVA260918P00045000 2 0.4 -80
    10 OPCA/SPLIT.FSPLIT HVA260918P00095000 1 1.6 -160
    10 OPCA/SPLIT.FSPLIT HVA260918P00047500 -2 0.8 160
    10 OPCA/SPLIT.FSPLIT HVA260918C00105000 -1 3 300
    10 OPCA/SPLIT.FSPLIT HVA260918C00052500 2 1.5 -300
    10 OPCA/SPLIT.FSPLIT HVA260918C00110000 2 1.4 -280
    10 OPCA/SPLIT.FSPLIT HVA260918C00055000 -4 0.7 280
    10 OPCA/SPLIT.FSPLIT HVA261016C00112000 1 2 -200
    10 OPCA/SPLIT.FSPLIT HVA261016C00056000 -2 1 200
    14 OPASN HVA260911P00047500 4 - 0 g=a
    14 OPTRD HVA 400 47.5 -19000 g=a
    14@15:00 sell 100 HVA 48
    14@16:00 sto 4 HVA261016C00050000 1
    15 DIV/CDIV HVA - - 50 "Cash DIV @ 0.25, Pos QTY: 200, Rec Date: 2026-09-08"
    16@14:00 stc 2 HVA260918P00045000 0.3 p=c
    16@14:00 btc 2 HVA260918P00047500 1 p=c
    17@14:00 stc 2 HVA260918C00052500 0.1
    18 OPEXP HVA260918C00055000 4 - 0
    21@15:00 btc 4 HVA261016C00050000 0.6
    22@14:00 sell 400 HVA 49
  `,
    [
      'long_stock closed -500 div 50',
      'covered_call closed 100 covered',
      'short_put closed 240',
      'bull_put_spread closed -60',
      'long_call closed -230',
      'short_call closed 280',
      'covered_call open 0 [HVA261016C00056000 2 = -200] covered rolled',
      'long_stock partial 150 [HVA 300 = 14250] from',
      'covered_call closed 160 covered',
    ],
  ),
  journal(
    'shares transferred in, hedged, merged for cash and shares, assigned',
    'HVB,HVC',
    `
    0 contract HVC1261218C00050000 HVC
    0 contract HVC1261218P00040000 HVC
    0 contract HVC1260918P00038000 HVC
    1 ACATS HVB 100 40 0
    2 buy 50 HVB 44
    3 sto 1 HVB261218C00050000 2
    4 bto 1 HVB261218P00040000 1.5
    8 sto 1 HVB260918P00038000 0.9
    9 sell 30 HVB 45
    10 MA/SCMA HVB -120 41.6667 0 g=m
    10 MA/SCMA HVC 60 63.3333 0 g=m
    10 MA/SCMA HVB - - 1200 g=m
    10 OPCA/MA.SCMA HVB261218C00050000 1 2 -200 g=o
    10 OPCA/MA.SCMA HVC1261218C00050000 -1 2 200 g=o
    10 OPCA/MA.SCMA HVB261218P00040000 -1 1.5 150 g=p
    10 OPCA/MA.SCMA HVC1261218P00040000 1 1.5 -150 g=p
    10 OPCA/MA.SCMA HVB260918P00038000 1 0.9 -90 g=q
    10 OPCA/MA.SCMA HVC1260918P00038000 -1 0.9 90 g=q
    15@15:00 btc 1 HVC1261218C00050000 3
    15@16:00 OPEXC HVC1261218P00040000 -1 - 0 g=x
    15@16:00 OPTRD HVC -50 80 4000 g=x
    15@16:00 OPCSH - - - -1000 g=x
    21 OPASN HVC1260918P00038000 1 - 0 g=y
    21 OPTRD HVC 50 76 -3800 g=y
    21 OPCSH - - - 1000 g=y
    22@15:00 sell 60 HVC 58
  `,
    [
      'long_stock closed 930',
      'covered_call closed -100 covered',
      'long_put closed -1150',
      'short_put closed 1090',
      'long_stock closed -900 from',
    ],
  ),
  journal(
    'a short seller through a spin-off, an assignment in both, a reverse split, a rename',
    'HVD,HVE,HVF',
    `
    0 contract HVD1260911P00028000 HVD
    1 sto 200 HVD 30
    2 sto 2 HVD260911P00028000 0.8
    3 btc 50 HVD 29
    8 SPIN HVD 150 30 0 g=s
    8 SPIN HVD -150 24 0 g=s
    8 SPIN HVE -30 30 0 g=s
    8 OPCA/SPIN HVD260911P00028000 2 0.8 -160 g=o
    8 OPCA/SPIN HVD1260911P00028000 -2 0.8 160 g=o
    9 DIV/CDIV HVD - - -15 "Cash DIV @ 0.075, Pos QTY: -200, Rec Date: 2026-09-03"
    14 OPASN HVD1260911P00028000 2 - 0 g=a
    14 OPTRD HVD 200 24 -4800 g=a
    14 OPTRD HVE 40 20 -800 g=a
    15 SPLIT/RSPLIT HVD -50 24 0 g=r
    15 SPLIT/RSPLIT HVD 5 240 0 g=r
    16 sell 5 HVD 250
    17 NC/SNC HVE -10 20 0 g=n
    17 NC/SNC HVF 10 20 0 g=n
    18 sell 10 HVF 19
  `,
    [
      'short_stock closed 50 div -15',
      'covered_put closed 160 covered',
      'short_stock closed 300 from',
      'long_stock closed 50 from',
      'long_stock closed -10 from',
    ],
  ),
]
