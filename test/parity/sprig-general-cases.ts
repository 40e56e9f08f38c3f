/** Calls whose result is shown with its type. */
const CALLS = String.raw`
add | add 1 2 3 | add "4" 1.9 true | add .Values.three .Values.sint | add 9223372036854775807 1 | add nil nil
sub 5 7 | sub "x" 1 | sub .Values.half 1 | sub 1 | sub 1 2 3
div 7 2 | div -7 2 | div 7 0 | div 7 "x" | div .Values.large .Values.three | div 1 0.5
mod 7 3 | mod -7 3 | mod 7 0 | mod 7.9 3.9
mul 2 3 4 | mul 2 | mul 9223372036854775807 2 | mul .Values.half 4 | mul "3" "4"
max 1 5 3 | max "9" 2.5 | max 1 | max | biggest 1 -5 | min 4 2 8 | min -1 "0" nil | min
maxf 1 2.5 "3.25" | maxf nil | minf 1 -0.5 | minf 3 "x"
addf 1 2.5 0.1 0.2 | addf | addf 0.1 0.2 | addf "1e400" 1 | addf 1e300 1e-300 | add1f 0.1 | addf .Values.precise .Values.half
subf 1 0.9 | subf 5 | subf 10 1.1 2.2 | divf 10 3 | divf 1 0 | divf 2 3 7 | divf -1 3 | divf 5 | divf 1e-20 3 | mulf 0.1 3 | mulf 1.1 1.1 1.1 | mulf 1e200 1e200
floor 3.7 | floor -3.2 | floor "12.9" | ceil 3.1 | ceil -3.9 | ceil "x" | ceil .Values.half
round 3.14159 2 | round 2.5 0 | round -2.5 0 | round 123.555555 3 | round 1234.5 -2 | round 1.15 1 | round 0.285 2 | round "7.77" 1 | round 10.0004 4 0.6 | round 3.5 0 1.5 | round 1e20 25 | round 2.345 400 | round .Values.large -3
until 0 | until 4 | until -3 | until "3" | until 2.0 | until .Values.three | until .Values.sint | untilStep 1 10 3 | untilStep 10 1 -4 | untilStep 1 10 0 | untilStep 1 10 -1 | untilStep 10 1 1 | untilStep 5 5 1 | untilStep 0 -1 -1
seq | seq 5 | seq -2 | seq 0 | seq 1 | seq 2 5 | seq 5 2 | seq 1 2 10 | seq 10 -3 1 | seq 10 3 1 | seq 1 -2 10 | seq 0 2 0 | seq 3 3 | seq 1 2 3 4 | seq 1 0 3
atoi "42" | atoi "-7" | atoi "+5" | atoi "4x" | atoi "" | atoi "99999999999999999999" | atoi "-99999999999999999999" | atoi "0x10" | atoi "1_0" | atoi 5
toDecimal "777" | toDecimal 644 | toDecimal "8" | toDecimal "0o17" | toDecimal "-17" | toDecimal nil | toDecimal .Values.digits
float64 "inf" | float64 "-Infinity" | float64 "NaN" | float64 "0x1p-2" | float64 "1e400" | float64 ".5" | float64 "5." | float64 "1__0" | float64 "0x_1p4" | float64 "+1.5" | float64 "1e+07" | float64 "e5" | float64 "1_0.2_5"
int 3.99 | int -3.99 | int "3.0" | int "3.10" | int ".0" | int "10.00.0" | int 1e19 | int "-9223372036854775808" | int64 "9223372036854775808" | int .Values.tiny | int .Values.huge | int "0o17" | int "0_7" | int "_7" | int "7_" | int "0x" | int (b64dec "/w==")
trimAll "$" "$5.00$" | trimall "ab" "abcba" | trimAll "" " x " | trimAll "é" "éaé" | trimSuffix "-" "hello-" | trimSuffix "" "x" | trimSuffix "lo" "hello" | trimPrefix "-" "-hello" | trimPrefix "x" "hello" | trimSuffix "-" nil | trim 5 | trim nil | trim .Values.nothing
contains "cat" "catch" | contains "" "x" | contains "z" "x" | hasPrefix "ca" "catch" | hasPrefix "" "" | hasSuffix "ch" "catch" | hasSuffix "x" "y" | contains 1 "x" | hasPrefix .Values.word .Values.sentence
replace " " "-" "a b c" | replace "x" "" "xaxbx" | replace "" "-" "héy" | replace "a" "aa" "banana" | replace "" "-" ""
plural "one" "many" 1 | plural "one" "many" 0 | plural "one" "many" 2 | plural "one" "many" (len "x") | plural "a" "b" .Values.three | plural "a" "b" "1"
substr 0 3 "hello" | substr 3 -1 "hello" | substr -1 3 "hello" | substr 2 99 "hello" | substr 4 2 "hello" | substr -1 9 "hello" | substr -1 -1 "hello" | substr 9 20 "hello" | substr 9 -1 "hello" | substr 6 7 "hello" | substr 5 5 "hello" | substr 0 2 "日本" | substr 1.0 3 "hello" | substr .Values.zero .Values.three "hello" | substr 0 0 ""
trunc 5 "hello world" | trunc -5 "hello world" | trunc 0 "x" | trunc 99 "x" | trunc -99 "x" | trunc 4 "日本" | trunc -2 "é" | trunc 63 .Values.sentence | trunc .Values.three "hello" | trunc "3" "hello" | trunc 5 nil
abbrev 5 "hello world" | abbrev 3 "hello world" | abbrev 4 "hello world" | abbrev 50 "hello" | abbrev 7 "日本語日本語" | abbrevboth 5 10 "1234 5678 9123" | abbrevboth 4 10 "1234 5678 9123" | abbrevboth 5 6 "1234 5678 9123" | abbrevboth 0 6 "1234 5678 9123" | abbrevboth 99 10 "1234 5678 9123" | abbrevboth 6 7 "1234 5678 9123 4567" | abbrevboth 5 3 "1234 5678 9123" | abbrevboth -5 8 "1234 5678 9123" | abbrevboth 10 8 "abcdefghijklmnopqrstuvwxyz" | abbrevboth 20 9 "abcdefghijklmnopqrstuvwxyz"
wrap 10 .Values.sentence | wrap 1 "ab cd" | wrap 0 "ab cd" | wrap -5 "ab" | wrap 99 "short" | wrap 4 "abcdefgh ij" | wrap 5 "abcdefghijkl" | wrap 3 "a  b   c    d" | wrapWith 5 "\n" "HelloWorldAgain" | wrapWith 5 "" "HelloWorld" | wrapWith 3 "\t" "a bb ccc dddd" | wrapWith 4 "--" .Values.unicode | wrap 10 ""
repeat 3 "ab" | repeat 0 "x" | repeat -1 "x" | repeat 5 "" | repeat "3" "x" | repeat 2.0 "x" | repeat 2.5 "x"
indent 2 "a\nb" | indent 0 "a\nb" | indent -1 "a" | nindent 4 "a" | nindent -4 "a" | indent 1 "" | nindent 2 .Values.lines | indent 4 nil
quote | quote "a" 1 nil true 2.5 | quote "q\"\\\n\t\x00é\u2028" | quote (list "a") (dict "k" 1) | quote .Values.html | quote .Values.nothing | squote "it's" 1 nil | squote | squote .Values.map | quote .Values.large .Values.huge .Values.sbig
cat "a" 1 nil 2.5 true | cat | cat nil | cat "" "b" | cat "%d" "x" | cat (list 1) (dict "a" 1) | cat "a" "" | cat " a " "b "
title "hello wORLD foo-bar it's o'neil_x 3d" | title "ǆ ß é" | upper "ßǆﬁŉ" | lower "İΣΑΣ" | swapcase "This Is Ǆ A.Test" | untitle "Hello World\tFoo" | title "ა" | upper "ა"
snakecase "FirstName" | snakecase "HTTPServer" | snakecase "NoHTTPS" | snakecase "GO_PATH" | snakecase "GO PATH" | snakecase "GO-PATH" | snakecase "http2xx" | snakecase "HTTP20xOK" | snakecase "Duration2m3s" | snakecase "Bld4Floor3rd" | snakecase "_a__b " | snakecase "abc.Def/ghi" | snakecase "A" | snakecase "1a2B3" | snakecase "日本Go語" | snakecase "x1Y" | snakecase "ID3v2Tag" | snakecase "a$b" | snakecase "É1" | snakecase "-Foo-" | snakecase "foo--Bar" | snakecase "v1.2.3Beta4"
kebabcase "FirstName" | kebabcase "HTTPServer2" | kebabcase "first_name" | kebabcase "A1B2" | kebabcase "MyApp42Service" | kebabcase "foo.barBaz" | kebabcase "already-kebab" | kebabcase " lead" | kebabcase "Ünï Côde" | kebabcase "99 bottles" | kebabcase "AB12cd"
camelcase "http_server" | camelcase "_complex__case_" | camelcase "some words" | camelcase "GOLANG_IS_GREAT" | camelcase "HTTPServer" | camelcase "a" | camelcase "-" | camelcase "--" | camelcase "a-b-c" | camelcase "alreadyCamel" | camelcase "AbC dEf" | camelcase "x_1_y" | camelcase "ABC" | camelcase "aB" | camelcase "_a" | camelcase "é_ü"
nospace "he l l o" | nospace "日 本" | nospace "a\u00a0b" | nospace "é" | initials "John Doe Foo" | initials "élan vital" | initials " x"
b64dec "aGVsbG8=" | b64dec "aGVsbG8" | b64dec "!!!!" | b64dec "aGVs\nbG8=" | b64dec "aGVsbG8==" | b64dec "aGVsb" | b64dec "aGVsbG8=x" | b64dec "a" | b64dec "=" | b64dec "aG=sbG8=" | b64dec "aGV=bG8=" | b64dec "aGVsbG8-" | b64dec "aGVsbGk=\n" | b64dec "ab==" | b64dec "YQ=\n=" | b64dec "YQ=" | b64dec "YQ==YQ==" | b64enc "hello" | b64enc (b64dec "/+8=") | b64enc ""
b32enc "foobar" | b32dec "MZXW6YTBOI======" | b32dec "MZXW6YTBOI" | b32dec "mzxw" | b32dec "MZXW6===" | b32dec "MZXW6YQ=" | b32dec "M=======" | b32dec "MZXW6Y==" | b32dec "MZ======x" | b32dec "MZ==x===" | b32dec "" | b32dec "MZXW6YTB\nOI======" | b32dec "1" | b32dec "MZXW6YTBOI=====" | b32dec "MZXW6YTB1" | b32dec "MZ====\n=="
splitList "," "a,b,,c" | splitList "," "" | splitList "" "héy" | split "$" "foo$bar$baz" | split "," "" | splitn "$" 2 "foo$bar$baz" | splitn "," 0 "a,b" | splitn "," -1 "a,b,c" | splitn "," 1 "a,b" | splitn "" 2 "abc" | splitn "," 9 "a,b"
join "," .Values.mixed | join "," (until 4) | join "," "abc" | join "," nil | join ", " .Values.numbers | join "" .Values.list | join "," 5 | join "-" (dict "a" 1) | join "," (split "," "a,b") | join 1 (list 1)
sortAlpha (list "b" "a" "C" "é" "aa" 1 nil) | sortAlpha "x" | sortAlpha nil | sortAlpha 5 | sortAlpha (dict "a" 1) | sortAlpha .Values.numbers
default "d" | default "d" "" | default "d" "v" | default 5 0 | default nil nil | default "d" false | default "d" (list) | default (dict "a" 1) (dict) | default "d" .Values.missing | default "d" .Values.szero | default "d" .Values.zero | default "a" "" "b" | default "d" 0.0 | default "d" (list nil) | default
empty "" | empty 0.0 | empty .Values.bare | empty .Values.none | empty "0" | empty (now) | empty 'a'
coalesce | coalesce nil "" 0 | coalesce 0 "" "x" "y" | coalesce .Values.nothing .Values.bare (list 1) | coalesce false
all | all 1 "a" true | all 1 "" | any | any 0 "" | any 0 "x" nil
ternary "y" "n" true | ternary "y" "n" false | ternary 1 nil false | ternary "y" "n" "true" | ternary "y" "n" nil | ternary "y" "n" .Values.yes | ternary "y" "n" .Values.sbool | ternary "y" "n" 1 | ternary "y" "n"
fail "it broke" | fail "" | fail nil | fail 5 | hello
toJson .Values.map | toJson .Values.html | toRawJson .Values.html | toJson (list) | toJson (rest (list)) | toJson (concat (list) (list)) | toJson (initial .Values.none) | toJson .Values.unicode | toJson (b64dec "gGH/") | toJson (dict "b" 1 "a" 2.50 "c" nil) | toJson (float64 "NaN") | toRawJson (float64 "inf") | mustToJson (float64 "-inf") | mustToRawJson .Values.html | mustToPrettyJson .Values.map | toPrettyJson .Values.map | toPrettyJson (list) | toPrettyJson (dict) | toPrettyJson (list (list) (dict) (list 1 (dict "x" .Values.html)))
toJson 1e20 | toJson 1e21 | toJson 0.000001 | toJson 0.0000001 | toJson 123456789.125 | toJson -0.0 | toJson 100000.0 | toJson .Values.large | toJson .Values.huge | toJson .Values.tiny | toJson .Values.sbig | toJson 'x' | toJson 1i | toJson "\u2028\u2029\x7f\x1f\b\f\n\r\t\"\\/" | toJson (split "," "a,b") | toJson (until 3) | toJson .Values.mixed | mustToJson 1i | toJson (float64 "5e-324") | toJson 1.7976931348623157e308 | toJson (int64 5)
mustFromJson "{\"a\": [1, 2.5, \"x\", null, true, {\"b\": {}}]}" | mustFromJson "" | mustFromJson "{" | mustFromJson "{a" | mustFromJson "[1,]" | mustFromJson "[1 2]" | mustFromJson "{\"a\" 1}" | mustFromJson "{\"a\":1 \"b\"}" | mustFromJson "{\"a\":1,}" | mustFromJson "nul" | mustFromJson "nulx" | mustFromJson "tru1" | mustFromJson "01" | mustFromJson "-" | mustFromJson "-x" | mustFromJson "1." | mustFromJson "1.x" | mustFromJson "1e" | mustFromJson "1e+x" | mustFromJson "\"abc" | mustFromJson "\"a\nb\"" | mustFromJson "\"\\x\"" | mustFromJson "\"\\u12g4\"" | mustFromJson "\"\\ud83d\\ude00\\ud800x\\udc00\"" | mustFromJson "5 6" | mustFromJson "é" | mustFromJson "1e400" | mustFromJson " [ ] " | mustFromJson "12345678901234567890" | mustFromJson "{\"a\":1,\"a\":2}" | mustFromJson "'x'" | mustFromJson "\"\\" | mustFromJson "[1" | mustFromJson "[1,2" | mustFromJson "{\"a\":" | mustFromJson "@" | mustFromJson "\\" | mustFromJson "\"\\u12" | mustFromJson "\t\"tab\there\"" | mustFromJson "-0" | mustFromJson "0.1e-5"
list 1 "a" nil | tuple 1 2 | list | append (list 1) 2 | push (list) nil | mustAppend "x" 1 | append nil 1 | mustPush (until 2) "x" | prepend (list 1) 0 | mustPrepend 5 1 | prepend (splitList "," "a,b") 1 | prepend nil 1 | concat | concat (list 1) (list 2 3) (until 2) | concat (list 1) nil | concat (list 1) "x" | concat (dict) | append (dict) 1
without (list 1 2 3) 2 | without (list 1 2 3) | without (list "a" nil) nil | without (until 3) 1 | without .Values.numbers 3 | without .Values.numbers 3.0 | without .Values.numbers 2.5 | without "x" 1 | mustWithout nil 1 | mustWithout (list (list 1) (dict "a" 1)) (list 1)
has 1 (list 1 2) | has 1 .Values.numbers | has 1.0 .Values.numbers | has "a" .Values.list | has nil (list nil) | has nil nil | has 1 "x" | has (list 1) (list (list 1)) | has (dict "a" 1) (list (dict "a" 1)) | mustHas 1 5 | has (int64 1) (list 1) | has 1 (until 2)
slice (list 1 2 3 4 5) | slice (list 1 2 3 4 5) 1 | slice (list 1 2 3 4 5) 1 3 | slice (list 1 2 3) 0 4 | slice (list 1 2 3) 2 1 | slice (list 1 2 3) -1 | slice (list) 0 5 | slice (list 1 2 3) 3 | slice (list 1 2 3) 4 | slice .Values.list 0 4 | slice .Values.list 0 5 | slice .Values.list 1 4 | slice (append (list 1 2) 3) 0 4 | slice (append (list 1 2) 3) 0 5 | slice (prepend (list 1 2) 3) 0 4 | slice (until 3) 0 4 | slice (until 3) 0 5 | slice (splitList "," "a,b,c") 0 4 | slice (slice (list 1 2 3) 0 1) 0 3 | slice (slice (list 1 2 3) 1 2) 0 3 | slice (slice (list 1 2 3) 1 2) 0 2 | slice (rest (list 1 2 3 4)) 0 4 | slice (uniq (list 1 2 3)) 0 4 | slice (compact (list 1 2 3)) 0 5 | slice (concat (list 1 2) (list 3)) 0 4 | slice (keys (dict "a" 1)) 0 2 | slice (reverse (list 1 2 3)) 0 4 | slice (deepCopy .Values.list) 0 4 | slice (without (list 1 2 3 4 5) 9) 0 8 | slice (append (list) 1) 0 2 | slice (append (list 1 2 3 4 5) 6) 0 10 | slice (append (list 1 2 3 4 5) 6) 0 11 | slice "abc" 0 1 | slice nil | mustSlice 5 | mustSlice .Values.list "1" "2.0" | slice (until 5) 1 3 | slice (splitList "," "a,b,c") 1 | slice (pluck "a" (dict "a" 1) (dict "a" 2) (dict "a" 3)) 0 4 | slice (values (dict "a" 1 "b" 1 "c" 1)) 0 4 | slice (initial (list 1 2)) 0 2 | slice (mustFromJson "[1,2,3,4,5]") 0 8 | slice (prepend (list 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16) 0) 0 18
chunk 2 (list 1 2 3 4 5) | chunk 3 (list) | chunk 0 (list) | chunk 0 (list 1) | chunk 0 (list 1 2) | chunk -1 (list 1 2 3) | chunk -1 (list 1) | chunk -2 (list) | chunk 9 (list 1) | chunk 2 (until 4) | chunk 2 "abcd" | mustChunk 2 nil | chunk "2" (list 1) | chunk 2.0 (list 1 2 3)
uniq (list 1 1 "1" 1.0 nil nil "a" "a" (list 1) (list 1)) | compact (list 0 1 "" "a" nil false (list) (dict) 0.0) | reverse (list 1 "a" nil) | first .Values.list | last .Values.numbers | rest .Values.list | initial .Values.list | index .Values.list 1 | len (list 1 2)
dict "a" 1 "b" | dict 1 2 nil 3 true 4 | dict | get (dict "a" 1) "a" | get (dict) "a" | get nil "a" | get (dict "a" nil) "a" | get "x" "a" | get .Values.map "b" | get (split "," "a") "_0" | set (dict) "a" 1 | set nil "a" 1 | set (dict "a" 1) "a" nil | unset (dict "a" 1 "b" 2) "a" | unset (dict) "x" | unset nil "a" | hasKey (dict "a" nil) "a" | hasKey nil "a" | hasKey (dict) 5 | hasKey .Values "map" | pluck "a" (dict "a" 1) (dict "b" 2) (dict "a" nil) | pluck "a" | pluck "a" nil | pluck "a" "x"
sortAlpha (keys (dict "b" 1 "a" 2) (dict "c" 3)) | keys (dict "a" 1) | keys | keys nil | keys "x" | values (dict "a" 1) | values (dict) | values nil | pick (dict "a" 1 "b" nil) "a" "b" "c" | pick (dict "a" 1) | pick nil "a" | omit (dict "a" 1 "b" 2) "a" "z" | omit (dict "a" 1) | omit nil "a" | omit (dict "a" 1) 5 | pick .Values.map "a" "c"
dig "a" "b" "d" (dict "a" (dict "b" 1)) | dig "a" "x" "d" (dict "a" (dict "b" 1)) | dig "a" "d" (dict "a" nil) | dig "a" "b" "d" (dict "a" 1) | dig "a" "b" "d" (dict "a" nil) | dig "a" "d" | dig "a" "d" nil | dig "a" "d" "str" | dig 1 "d" (dict) | dig "a" "b" "d" (dict "a" (split "," "x")) | dig "c" "d" "e" "no" .Values.map | dig "c" "q" "e" "no" .Values.map | dig | dig "a" 5 (list 1) | dig nil "d" (dict)
merge (dict "a" 1) (dict "a" 2 "b" 3) | merge (dict "a" 0 "b" "" "c" false "d" nil "e" (list) "f" (dict)) (dict "a" 1 "b" "x" "c" true "d" 4 "e" (list 5) "f" (dict "g" 6)) | mergeOverwrite (dict "a" 1 "b" 2 "c" 3) (dict "a" 0 "b" "" "c" nil) | merge (dict) (dict "a" nil) | mergeOverwrite (dict) (dict "a" nil) | merge (dict "m" (dict "x" 1)) (dict "m" (dict "x" 2 "y" 3)) | mergeOverwrite (dict "m" (dict "x" 1 "k" 1)) (dict "m" (dict "x" 2 "y" 3)) | merge (dict "l" (list 1 2)) (dict "l" (list 3)) | mergeOverwrite (dict "l" (list 1 2)) (dict "l" (list 3)) | mergeOverwrite (dict "l" (list 1 2)) (dict "l" (list)) | merge (dict "a" "s") (dict "a" (dict "x" 1)) | mergeOverwrite (dict "a" "s") (dict "a" (dict "x" 1)) | mergeOverwrite (dict "a" (dict "x" 1)) (dict "a" "s") | mergeOverwrite (dict "a" (dict "x" 1)) (dict "a" (dict)) | merge (dict "a" (dict "x" 1)) (dict "a" (list 1)) | mergeOverwrite (dict "a" (dict "x" 1)) (dict "a" (list 1)) | merge (dict "a" "s") (dict "a" (list 1)) | mergeOverwrite (dict "a" "s") (dict "a" (list 1)) | mergeOverwrite (dict "a" (list 1)) (dict "a" (dict "x" 1)) | merge (dict "a" nil) (dict "a" (dict "x" 1)) | merge (dict "a" (dict)) (dict "a" (dict "x" 1)) | merge (dict "a" 1) | merge nil (dict "a" 1) | merge nil nil | merge nil | merge (dict "a" 1) nil (dict "b" 2) | merge (dict "a" 1) "x" | merge | mustMerge (dict "a" 1) (dict "b" (dict "c" 1)) (dict "b" (dict "d" 2)) | mustMergeOverwrite (dict "a" (dict "b" 1)) (dict "a" (dict "b" 2)) (dict "a" (dict "b" 3)) | merge (dict "a" (split "," "x")) (dict "a" (dict "k" "v")) | mergeOverwrite (dict "a" (split "," "x")) (dict "a" (split "," "y,z")) | merge (dict "a" (dict "k" "v")) (dict "a" (split "," "y,z")) | merge (dict "a" 0.0 "b" .Values.szero) (dict "a" 1 "b" 2) | mergeOverwrite (dict "a" (dict "b" (dict "c" 1))) (dict "a" (dict "b" nil)) | merge (dict "f" true) (dict "f" false) | mergeOverwrite (dict "f" true) (dict "f" false) | merge (dict "a" (splitList "," "")) (dict "a" (until 2))
deepCopy nil | deepCopy (list 1 nil (dict "a" nil)) | deepCopy (until 2) | deepCopy "x" | deepCopy (split "," "a") | deepCopy .Values.map | deepEqual 1 1 | deepEqual 1 1.0 | deepEqual 1 (int64 1) | deepEqual (list 1 "a") (list 1 "a") | deepEqual (dict "a" (list nil)) (dict "a" (list nil)) | deepEqual nil nil | deepEqual (list) (rest (list)) | deepEqual (list 1) (until 1) | deepEqual "a" 'a' | deepEqual (list 0) (until 1) | deepEqual .Values.three 3.0 | deepEqual .Values.sint 5 | deepEqual (dict) (list) | deepEqual (float64 "nan") (float64 "nan") | deepEqual nil (list)
typeOf .Values.three | typeOf .Values.sint | typeOf .Values.map | typeOf (chunk 1 (list 1)) | typeIs "string" "x" | typeIs "int" 5.0 | typeIsLike "int" 5 | kindIs "map" .Values | kindIs "slice" .Values.list | kindIs "invalid" nil | kindIs "float64" .Values.three | kindIs "int64" .Values.sint | kindIs "bool" true | typeIs "<nil>" nil | typeOf 1i | typeOf (keys .Values) | typeOf (values .Values) | typeOf (semver "1.2.3") | typeOf (now) | kindOf (now) | kindIs "struct" (now)
base "/a/b.txt" | base "/" | base "" | base "a/" | base "///" | dir "/a/b" | dir "a" | dir "" | dir "/" | dir "a/../b/c" | clean "a//b/../c/." | clean "/../a" | clean "../../a" | clean "" | clean "a/.." | ext "a.tar.gz" | ext "a/b.c/d" | ext ".x" | ext "x." | isAbs "/x" | isAbs "x" | osBase "/a/b" | osDir "/a/b" | osClean "a/./b" | osExt "a.b" | osIsAbs "/a" | osIsAbs "" | osBase "" | osDir ""
urlParse "http://admin:secret@server.com:8080/api?list=false#anchor" | urlParse "mailto:a@b.c?x=y" | urlParse "/just/path" | urlParse "" | urlParse "http://[::1]:80/x" | urlParse "http://[fe80::1%25en0]/" | urlParse "http://a b.com/" | urlParse "http://x:99999x/" | urlParse "%zz" | urlParse "http://h/%zz" | urlParse "http://h/a%20b?c=%zz#d%20e" | urlParse ":x" | urlParse "a:b:c" | urlParse "1a:b" | urlParse "http://u%40:p%3A@h" | urlParse "http://u ser@h/" | urlParse "HTTP://Host/Path?" | urlParse "//host/p" | urlParse "///p" | urlParse "*" | urlParse "http://h\x7f/" | urlParse "http://[::1" | urlParse "http://h%41/" | urlParse "http://é.com/ü" | urlParse "http://h/#%zz" | urlParse "x/y:z" | urlParse "http:///p" | urlParse "http://h:/" | urlParse "http://a[b]c/" | urlParse "postgres://u:p@h:5432/db?sslmode=disable" | urlParse 5 | urlParse "http://h?q" | urlParse "http://[::1]x/" | urlParse "http://a:b:c/" | urlParse "http://[1.2.3.4]/" | urlParse "http://[x]/" | urlParse "http://[::ffff:1.2.3.4]/" | urlParse "http://[1:2]/" | urlParse "http://[1:2:3:4:5:6:7:8:9]/" | urlParse "http://[::1%25]/" | urlParse "http://[12345::]/" | urlParse "http://[::g]/" | urlParse "http://[]/" | urlParse "http://[::1]]/" | urlParse "http://[[::1]/" | urlParse "http://u@[::1]:8080/"
urlJoin (dict "fragment" "fragment" "host" "host:80" "path" "/path" "query" "query" "scheme" "http") | urlJoin (dict) | urlJoin nil | urlJoin (dict "host" "h" "path" "p") | urlJoin (dict "scheme" "http" "path" "p") | urlJoin (dict "scheme" "http") | urlJoin (dict "path" "a:b") | urlJoin (dict "opaque" "o" "scheme" "mailto") | urlJoin (dict "userinfo" "u:p@x" "host" "h") | urlJoin (dict "userinfo" "u:p" "host" "h" "scheme" "ftp") | urlJoin (dict "userinfo" "u" "path" "/x") | urlJoin (dict "host" 5) | urlJoin (dict "path" nil) | urlJoin (dict "path" "/a b?c#dé") | urlJoin (dict "host" "a b/é") | urlJoin (dict "path" "*") | urlJoin (dict "fragment" "a b'()é" "path" "/x") | urlJoin (dict "userinfo" "a/b" "host" "h") | urlJoin (dict "userinfo" "a b" "host" "h") | urlJoin (urlParse "http://u:p@h:1/a%2Fb?c#d") | urlJoin (dict "scheme" "file" "path" "/x") | urlJoin (dict "path" "//x")
len (randAlphaNum 10) | len (randAlpha 0) | randAlpha -1 | len (randNumeric 7) | len (randAscii 5) | randInt 5 5 | randInt 6 5 | randInt 5 6 | len (uuidv4) | len (shuffle "abc") | shuffle "" | randAlphaNum "x" | kindOf (randInt 1 10) | getHostByName "localhost"
regexMatch "^[a-zA-Z0-9]{40}$" (randAlphaNum 40) | regexMatch "^[0-9]{9}$" (randNumeric 9) | regexMatch "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$" (uuidv4) | regexMatch "^[ -~]{50}$" (randAscii 50)
upper | upper "a" "b" | first | first (list 1) 2 | quote 1i | toString 1.5 | toString 100000000.0 | toString .Values.large | toString (list 1 "a" nil) | toString .Values.mixed | toString 'a' | toString (dict "z" 1 "a" nil) | toStrings .Values.mixed | toStrings "x" | toStrings nil
`

/** Whole templates: aliasing, mutation, pipelines. */
const TEMPLATES = [
  '{{ $a := dict "n" (dict "x" 1) }}{{ $b := merge (dict) $a }}{{ $_ := set $b.n "x" 2 }}{{ $a }} {{ $b }}',
  '{{ $a := dict }}{{ $s := dict "m" (dict "x" 1) }}{{ $_ := merge $a $s }}{{ $_ := set $a.m "y" 2 }}{{ $s }}',
  '{{ $a := dict "m" (dict) }}{{ $s := dict "m" (dict) }}{{ $_ := merge $a $s }}{{ $_ := set $a.m "y" 2 }}{{ $s }} {{ $a }}',
  '{{ $a := dict "m" (dict "k" 1) }}{{ $s := dict "m" (dict "j" (dict "q" 1)) }}{{ $_ := merge $a $s }}{{ $_ := set $a.m.j "q" 9 }}{{ $s }}',
  '{{ $a := dict "l" (list (dict "x" 1)) }}{{ $b := deepCopy $a }}{{ $_ := set (first $b.l) "x" 2 }}{{ $a }} {{ $b }}',
  '{{ $m := merge .Values.mine .Values.yours }}{{ $_ := set $m.x "q" 5 }}{{ .Values.mine }} {{ .Values.yours }}',
  '{{ $d := dict "a" 1 }}{{ $e := set $d "b" 2 }}{{ $d }}{{ $e }}{{ $_ := unset $e "a" }}{{ $d }}',
  '{{ $l := splitList "," "c,b,a" }}{{ $s := sortAlpha $l }}{{ $l }} {{ $s }}',
  '{{ $l := list "c" "b" "a" }}{{ $s := sortAlpha $l }}{{ $l }} {{ $s }}',
  '{{ $d := dict "a" (dict "b" 1) }}{{ $o := omit $d "z" }}{{ $_ := set $o.a "b" 2 }}{{ $d }}',
  '{{ $d := dict "a" (dict "b" 1) }}{{ $o := pick $d "a" }}{{ $_ := set $o.a "b" 2 }}{{ $d }}',
  '{{ $d := dict }}{{ $_ := set $d "self" $d }}{{ mustToJson $d }}',
  '{{ $d := dict }}{{ $_ := set $d "self" $d }}[{{ toJson $d }}]',
  '{{ range $i, $e := until 3 }}{{ $i }}={{ $e }},{{ end }}',
  '{{ range $k, $v := split "," "a,b" }}{{ $k }}={{ $v }},{{ end }}',
  '{{ "abc" | upper | repeat 2 | trunc 5 | quote }}',
  '{{ list 1 2 3 | join "," | quote }}',
  '{{ .Values.missing | default "x" | upper }}',
  '{{ first (list) }}|{{ last (list) }}|{{ rest (list) }}|{{ slice (list) }}',
  '{{ (split "," "a,b")._1 }}{{ (dict "a" (list 1 2)).a }}',
  '{{ range chunk 2 .Values.list }}[{{ join "," . }}]{{ end }}',
  '{{ add 1 2 | toString | typeOf }} {{ add 1 2 | typeOf }} {{ int 5 | typeOf }} {{ len "abc" | typeOf }}',
  '{{ if eq (int .Values.three) 3 }}yes{{ end }}{{ if eq (int64 .Values.three) .Values.sint }}no{{ else }}differs{{ end }}',
  '{{ max 1 2 | printf "%d" }} {{ floor 2.5 | printf "%v" }} {{ round 2.555 2 | printf "%.2f" }} {{ divf 1 3 | printf "%v" }}',
  '{{ mergeOverwrite (deepCopy .Values.map) (dict "c" (dict "d" (dict "f" 1))) | toJson }}',
  '{{ dig "c" "d" "e" "none" .Values.map }}{{ .Values.map | dig "q" "r" "none" }}',
  '{{ $x := list (dict "name" "a" "v" 1) (dict "name" "b") }}{{ pluck "v" (first $x) (last $x) }}',
  '{{ cat "a" "b" | nospace }}{{ list "a" "b" | last }}{{ "a,b" | splitList "," | first }}',
  '{{ $s := .Values.sentence | wrap 12 | indent 2 }}{{ $s }}',
  '{{ .Values.lines | nindent 4 | quote }}',
  '{{ untilStep 3 0 -1 | toStrings | join "" }}{{ seq 0 2 6 | splitList " " | len }}',
  '{{ coalesce .Values.nope.deeper "x" }}',
  '{{ .Values.html | toJson }}{{ .Values.html | toRawJson }}{{ .Values.html | quote }}{{ .Values.html | squote }}',
  '{{ without .Values.list "a" | first }}{{ has "b" .Values.list }}{{ .Values.list | has "z" }}',
  '{{ $a := list 1 2 }}{{ $b := append $a 3 }}{{ $c := append $a 4 }}{{ $a }}{{ $b }}{{ $c }}',
  '{{ $l := list 1 2 3 }}{{ $m := slice $l 0 2 }}{{ $n := append $m 9 }}{{ $l }}{{ $m }}{{ $n }}',
]

/** The single cases as templates. */
export function generalCases(): string[] {
  const calls = CALLS.split('\n').flatMap((line) => splitCalls(line))
  return [...calls.map((call) => `{{ $r := ${call} }}{{ printf "%T|%v" $r $r }}`), ...TEMPLATES]
}

/** The calls of a line, at ` | ` outside quotes. */
function splitCalls(line: string): string[] {
  const parts = line.split(' | ')
  const calls: string[] = []
  for (const part of parts) {
    const open = calls.length > 0 && unbalanced(calls[calls.length - 1] as string)
    if (open) calls[calls.length - 1] += ` | ${part}`
    else calls.push(part.trim())
  }
  return calls.filter((call) => call !== '')
}

function unbalanced(text: string): boolean {
  return (text.replace(/\\./g, '').match(/"/g) ?? []).length % 2 === 1
}
