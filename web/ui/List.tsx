import type { ComponentChildren } from 'preact';
import { Link } from 'wouter-preact';

export function List({ children, label }: { readonly children: ComponentChildren; readonly label: string }) {
  return <ul class="list" aria-label={label}>{children}</ul>;
}

type RowProps = {
  readonly href?: string;
  readonly title: ComponentChildren;
  readonly aside?: ComponentChildren;
  readonly urgent?: boolean;
  readonly children?: ComponentChildren;
};

/** One row; the whole of it is the link. */
export function ListRow({ href, title, aside, urgent = false, children }: RowProps) {
  return (
    <li class={urgent ? 'list__row list__row--urgent' : 'list__row'}>
      <div class="row-between">
        {href ? <Link href={href} className="list__link">{title}</Link> : <b>{title}</b>}
        {aside}
      </div>
      {children}
    </li>
  );
}

type TableProps = { readonly caption: string; readonly head: readonly string[]; readonly rows: readonly (readonly ComponentChildren[])[] };

export function Table({ caption, head, rows }: TableProps) {
  return (
    <div class="table-wrap" tabIndex={0} role="region" aria-label={caption}>
      <table class="table">
        <caption class="unseen">{caption}</caption>
        <thead><tr>{head.map((cell) => <th scope="col" key={cell}>{cell}</th>)}</tr></thead>
        <tbody>{rows.map((row, index) => <tr key={index}>{row.map((cell, column) => <td key={column}>{cell}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}
