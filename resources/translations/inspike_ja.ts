<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP" sourcelanguage="en">
<context>
    <name>Params</name>
    <message>
        <source>Row order</source>
        <translation>行の並び順</translation>
    </message>
</context>
<context>
    <name>Phrases</name>
    <message>
        <source>Time</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Time step</source>
        <translation>時間ステップ</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>ユニット</translation>
    </message>
    <message>
        <source>Trial</source>
        <translation>試行</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>発火率</translation>
    </message>
    <message>
        <source>Spikes</source>
        <translation>スパイク数</translation>
    </message>
    <message>
        <source>Membrane potential</source>
        <translation>膜電位</translation>
    </message>
    <message>
        <source>Synaptic current</source>
        <translation>シナプス電流</translation>
    </message>
    <message>
        <source>Filtered spikes</source>
        <translation>フィルタ後のスパイク</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>出力</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目標</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>閾値</translation>
    </message>
    <message>
        <source>Stimulus</source>
        <translation>刺激</translation>
    </message>
    <message>
        <source>Input mode %1</source>
        <translation>入力モード %1</translation>
    </message>
    <message>
        <source>Output mode %1</source>
        <translation>出力モード %1</translation>
    </message>
    <message>
        <source>Mode %1</source>
        <translation>モード %1</translation>
    </message>
    <message>
        <source>PC %1</source>
        <translation>主成分 %1</translation>
    </message>
    <message>
        <source>Context %1, choice %2</source>
        <translation>文脈 %1、選択 %2</translation>
    </message>
    <message>
        <source>Context %1</source>
        <translation>文脈 %1</translation>
    </message>
    <message>
        <source>All trials</source>
        <translation>全試行</translation>
    </message>
    <message>
        <source>Condition mean</source>
        <translation>条件平均</translation>
    </message>
    <message>
        <source>Trajectory</source>
        <translation>軌道</translation>
    </message>
    <message>
        <source>End point</source>
        <translation>終点</translation>
    </message>
    <message>
        <source>Stimulus offset</source>
        <translation>刺激終了</translation>
    </message>
    <message>
        <source>Probability of choice +</source>
        <translation>選択 + の確率</translation>
    </message>
    <message>
        <source>Relevant stimulus</source>
        <translation>関連刺激</translation>
    </message>
    <message>
        <source>Irrelevant stimulus</source>
        <translation>無関連刺激</translation>
    </message>
    <message>
        <source>Relevant, context %1</source>
        <translation>関連刺激、文脈 %1</translation>
    </message>
    <message>
        <source>Irrelevant, context %1</source>
        <translation>無関連刺激、文脈 %1</translation>
    </message>
    <message>
        <source>Spike raster</source>
        <translation>スパイクラスター</translation>
    </message>
    <message>
        <source>Mode space</source>
        <translation>モード空間</translation>
    </message>
    <message>
        <source>Traces</source>
        <translation>時系列</translation>
    </message>
    <message>
        <source>Psychometric curves</source>
        <translation>心理測定曲線</translation>
    </message>
    <message>
        <source>Unit %1</source>
        <translation>ユニット %1</translation>
    </message>
    <message>
        <source>Trial %1</source>
        <translation>試行 %1</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>正答</translation>
    </message>
    <message>
        <source>Spikes per bin</source>
        <translation>ビンあたりのスパイク数</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>%1 % var.</source>
        <comment>share of variance of an axis</comment>
        <translation>寄与率 %1 %</translation>
    </message>
</context>
<context>
    <name>View</name>
    <message>
        <source>Drawing: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run inference...</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
