<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>EvaluateCommand</name>
    <message numerus="yes">
        <source>%n pictures
</source>
        <translation>
            <numerusform>%n picture
</numerusform>
            <numerusform>%n pictures
</numerusform>
        </translation>
    </message>
</context>
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
    <name>tessera::ui::DatasetView</name>
    <message numerus="yes">
        <source>%n pair(s) to learn from</source>
        <translation>
            <numerusform>%n pair to learn from</numerusform>
            <numerusform>%n pairs to learn from</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pair(s) held out</source>
        <translation>
            <numerusform>%n held out</numerusform>
            <numerusform>%n held out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n other(s)</source>
        <translation>
            <numerusform>and one more</numerusform>
            <numerusform>and %n more</numerusform>
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
<context>
    <name>tessera::ui::RunPanel</name>
    <message numerus="yes">
        <source>%1 · %2 · %n class(es)</source>
        <translation>
            <numerusform>%1 · %2 · %n class</numerusform>
            <numerusform>%1 · %2 · %n classes</numerusform>
        </translation>
    </message>
</context>
</TS>
