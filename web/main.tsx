import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/forms.css';
import './ui/lists.css';
import './ui/shell.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { renewSession } from './auth/oidc.ts';
import { renewBy } from './auth/session.ts';
import { keepLanguageInPage } from './i18n/language.ts';
import { watchOnline } from './offline/online.ts';

renewBy(renewSession);
keepLanguageInPage();
watchOnline();
const place = document.getElementById('app');
if (place) render(<App />, place);
