/**
 * All the script of the page; it works without. Copy buttons appear only where script runs, printing opens what is
 * folded (for browsers that cannot do it by style), and a link to something folded opens it.
 */
export const script = `
(function(){
var d=document,say=d.getElementById('said');
d.querySelectorAll('.copy').forEach(function(b){b.hidden=false});
function select(n){var r=d.createRange();r.selectNodeContents(n);var s=getSelection();s.removeAllRanges();s.addRange(r)}
d.addEventListener('click',function(e){
var b=e.target.closest&&e.target.closest('.copy');if(!b)return;
var c=b.parentNode.querySelector('code');
function done(ok){say.textContent=ok?'Command copied.':'Command selected; copy it with the keyboard.';b.textContent=ok?'Copied':'Selected'}
function old(){select(c);var ok=false;try{ok=d.execCommand('copy')}catch(x){ok=false}done(ok)}
if(navigator.clipboard&&navigator.clipboard.writeText)navigator.clipboard.writeText(c.textContent).then(function(){done(true)},old);else old();
});
function reveal(){var t=location.hash.length>1&&d.getElementById(decodeURIComponent(location.hash.slice(1)));if(!t)return;
for(var n=t;n;n=n.parentElement)if(n.tagName==='DETAILS')n.open=true;t.scrollIntoView()}
addEventListener('hashchange',reveal);reveal();
var opened=[];
addEventListener('beforeprint',function(){opened=[].slice.call(d.querySelectorAll('details:not([open])'));opened.forEach(function(n){n.open=true})});
addEventListener('afterprint',function(){opened.forEach(function(n){n.open=false});opened=[]});
})();
`.trim();
