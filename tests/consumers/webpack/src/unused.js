import 'optave-web-sdk';
import { OptaveClient } from 'optave-web-sdk';

console.log('nothing of it is used');
