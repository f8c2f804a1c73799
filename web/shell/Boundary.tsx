import { Component, type ComponentChildren } from 'preact';
import { common } from '../i18n/common.ts';
import { Button } from '../ui/Button.tsx';
import { Panel } from '../ui/Panel.tsx';

/** A bug in one screen leaves the rest standing, and says what was kept. */
export class Boundary extends Component<{ readonly children: ComponentChildren; readonly place: string }, { failedAt?: string }> {
  override state: { failedAt?: string } = {};

  override componentDidCatch(error: unknown) {
    console.error(error);
    this.setState({ failedAt: this.props.place });
  }

  override render() {
    if (this.state.failedAt !== this.props.place) return this.props.children;
    const t = common();
    return <Panel tone="danger" title={t.crashedTitle}><p>{t.crashedText}</p><div><Button onClick={() => location.reload()}>{t.reload}</Button></div></Panel>;
  }
}
