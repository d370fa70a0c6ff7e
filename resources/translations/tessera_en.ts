<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Rendering</name>
    <message numerus="yes">
        <source>%n class(es) are unknown to this model and drawn as void</source>
        <translation>
            <numerusform>%n class is unknown to this model and drawn as void</numerusform>
            <numerusform>%n classes are unknown to this model and drawn as void</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tessera::ui::PalettePanel</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and one more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
</TS>
