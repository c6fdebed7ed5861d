/** Files to try with: a small one in which something is wrong, and a large one. */

/** The names of the small file's packages that are fine: a team and what it may use. */
const TEAMS = ['Field sales', 'Inside sales', 'Pre-sales', 'Sales operations', 'Key accounts', 'Partner managers'];
const RIGHTS = ['readers', 'editors', 'approvers', 'guests'];

/**
 * Forty rows as a person would keep them in a spreadsheet, for the sandbox's catalogs: most are fine; some are wrong,
 * are there twice, or exist already.
 */
export function sampleCsv(): string {
  const lines = ['displayName,description,isHidden,catalog'];
  for (const team of TEAMS) {
    for (const right of RIGHTS) lines.push(`${team} ${right},"What ${right} of ${team.toLowerCase()} need",no,Sales`);
  }
  lines.push(
    'Sales managers,,no,Sales',
    'sales MANAGERS,For everybody who leads a region,no,Sales',
    "Dealers' portal,The portal of our dealers,no,Sales",
    'Build engineers,,no,Engineering',
    'Release managers,"Signs, tags and publishes",no,Engineering',
    'On-call engineers,"Pager, dashboards\nand the production logs",yes,Engineering',
    'Field sales readers,The same name once more,no,Sales',
    'FIELD SALES EDITORS,The same name in capitals,no,Sales',
    ',A row without a name,no,Sales',
    'Ledger readers,Read only,maybe,Finance',
    'Payroll editors,Monthly run,no,Finance',
    'Auditors,Yearly audit,1,Partners',
    'Supplier portal,For suppliers,0,Purchasing',
    'Pflegekräfte „Nord“,Dienstpläne lesen,no,Ärzte & Pflege “Nord”',
    '=SUM(A1:A9),A name that a spreadsheet takes for a formula,no,Finance',
    'Board minutes,Read the minutes,yes,Board rooms',
  );
  return `${lines.join('\r\n')}\r\n`;
}

/** So many rows for the sandbox, one in twenty of which is wrong. */
export function largeCsv(rows: number): string {
  const lines = ['displayName,description,isHidden,catalog'];
  const catalogs = ['Sales', 'Engineering', 'Finance', 'Partners'];
  for (let row = 1; row <= rows; row += 1) {
    const catalog = catalogs[row % catalogs.length];
    const name = row % 40 === 0 ? '' : `Generated package ${String(row).padStart(5, '0')}`;
    const hidden = row % 40 === 20 ? 'perhaps' : row % 3 === 0 ? 'yes' : 'no';
    lines.push(`${name},Made up as row ${row},${hidden},${catalog}`);
  }
  return `${lines.join('\r\n')}\r\n`;
}
