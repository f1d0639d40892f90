// The classic script without WebAssembly, `<script src="…/script-js.js">`: the same global `Optave`.
import './script.js';
