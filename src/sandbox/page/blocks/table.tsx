import type { DataTableBlock, RawNumberElement, RawTextElement, RichTextBlock, TableBlock } from '@slack/types';
import { RichText } from './rich-text.tsx';

type Cell = RichTextBlock | RawTextElement | RawNumberElement;

/** The first row is the heading. Wide tables scroll sideways inside their own frame. */
export function TableView({ block }: { block: TableBlock | DataTableBlock }) {
  const rows: Cell[][] = block.rows;
  const [head = [], ...body] = rows;
  const settings = block.type === 'table' ? (block.column_settings ?? []) : [];
  const classOf = (column: number) => {
    const setting = settings[column];
    return `cell-${setting?.align ?? 'left'}${setting?.is_wrapped === false ? ' cell-nowrap' : ''}`;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling frame must be reachable by keyboard
    <section class="table-frame" tabIndex={0} aria-label="Table">
      <table>
        {block.type === 'data_table' && <caption>{block.caption}</caption>}
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={column} scope="col" class={classOf(column)}>
                <CellView cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} class={classOf(column)}>
                  <CellView cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function CellView({ cell }: { cell: Cell }) {
  return cell.type === 'rich_text' ? <RichText block={cell} /> : cell.text;
}
