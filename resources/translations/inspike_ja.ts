<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP" sourcelanguage="en">
<context>
    <name>DataTree</name>
    <message>
        <source>%1 spikes</source>
        <translation>%1 スパイク</translation>
    </message>
    <message>
        <source>%1 events</source>
        <translation>%1 イベント</translation>
    </message>
    <message>
        <source>%1 channels</source>
        <translation>%1 チャンネル</translation>
    </message>
    <message>
        <source>%1 frames</source>
        <translation>%1 フレーム</translation>
    </message>
    <message>
        <source>%1 labels</source>
        <translation>%1 ラベル</translation>
    </message>
    <message>
        <source>recording</source>
        <translation>記録</translation>
    </message>
    <message>
        <source>model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>パラメータ</translation>
    </message>
    <message>
        <source>Input %1</source>
        <translation>入力 %1</translation>
    </message>
    <message>
        <source>run</source>
        <translation>実行結果</translation>
    </message>
    <message>
        <source>%1
on %2</source>
        <translation>%1
対象: %2</translation>
    </message>
    <message>
        <source>%1 pairs</source>
        <translation>%1 ペア</translation>
    </message>
    <message>
        <source>%1 samples</source>
        <translation>%1 サンプル</translation>
    </message>
</context>
<context>
    <name>EventsPlot</name>
    <message>
        <source>x %1, y %2: %3 ON, %4 OFF</source>
        <translation>x %1, y %2: ON %3, OFF %4</translation>
    </message>
</context>
<context>
    <name>FigurePlot</name>
    <message>
        <source>step %1</source>
        <translation>ステップ %1</translation>
    </message>
    <message>
        <source>rows %1</source>
        <translation>行 %1</translation>
    </message>
    <message>
        <source>unit %1</source>
        <translation>ユニット %1</translation>
    </message>
    <message>
        <source>1 spike</source>
        <translation>1 スパイク</translation>
    </message>
    <message>
        <source>%1 spikes</source>
        <translation>%1 スパイク</translation>
    </message>
    <message>
        <source>%1 of a sample</source>
        <translation>標本のうち %1</translation>
    </message>
</context>
<context>
    <name>HeatPlot</name>
    <message>
        <source>token %1</source>
        <translation>トークン %1</translation>
    </message>
    <message>
        <source>%1: undefined</source>
        <translation>%1: 未定義</translation>
    </message>
</context>
<context>
    <name>Params</name>
    <message>
        <source>Row order</source>
        <translation>行の並び順</translation>
    </message>
    <message>
        <source>Spike raster</source>
        <translation>スパイクラスター</translation>
    </message>
    <message>
        <source>How the units are ordered from bottom to top</source>
        <translation>ユニットを下から上へ並べる順序</translation>
    </message>
    <message>
        <source>Rate bin</source>
        <translation>発火率のビン幅</translation>
    </message>
    <message>
        <source>Bin of the population rate; in steps where their duration is unknown</source>
        <translation>集団発火率のビン幅。1 ステップの長さが不明なときはステップ単位</translation>
    </message>
    <message>
        <source>Trial</source>
        <translation>試行</translation>
    </message>
    <message>
        <source>Number of the trial, from 0</source>
        <translation>試行の番号 (0 から)</translation>
    </message>
    <message>
        <source>Probe</source>
        <translation>プローブ</translation>
    </message>
    <message>
        <source>Spikes of this probe; empty = the first one</source>
        <translation>このプローブのスパイク。空欄は最初のプローブ</translation>
    </message>
    <message>
        <source>Mode space</source>
        <translation>モード空間</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空間</translation>
    </message>
    <message>
        <source>What the filtered spikes are projected on</source>
        <translation>フィルタ後のスパイクを射影する先</translation>
    </message>
    <message>
        <source>Coordinates</source>
        <translation>座標</translation>
    </message>
    <message>
        <source>Which coordinates are shown, one to three of them</source>
        <translation>表示する座標 (1 から 3 個)</translation>
    </message>
    <message>
        <source>Condition means</source>
        <translation>条件平均</translation>
    </message>
    <message>
        <source>Show the mean of every condition as a thick line</source>
        <translation>各条件の平均を太線で表示</translation>
    </message>
    <message>
        <source>Trials</source>
        <translation>試行</translation>
    </message>
    <message>
        <source>Which trials are drawn, such as 0-19,25; empty = all, or none</source>
        <translation>描画する試行。例: 0-19,25。空欄はすべて、none はなし</translation>
    </message>
    <message>
        <source>From</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Start of the trajectories; in steps where their duration is unknown</source>
        <translation>軌道の開始時刻。1 ステップの長さが不明なときはステップ単位</translation>
    </message>
    <message>
        <source>To</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>End of the trajectories; 0 = the end of the trial</source>
        <translation>軌道の終了時刻。0 は試行の終わり</translation>
    </message>
    <message>
        <source>Traces</source>
        <translation>時系列</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>ユニット数</translation>
    </message>
    <message>
        <source>Which units are traced, such as 0,5,12; empty = the most active</source>
        <translation>時系列を表示するユニット。例: 0,5,12。空欄は最も活動したもの</translation>
    </message>
    <message>
        <source>Number of units</source>
        <translation>ユニットの数</translation>
    </message>
    <message>
        <source>How many of the most active units are traced</source>
        <translation>最も活動したユニットのうち表示する数</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>パネル</translation>
    </message>
    <message>
        <source>Which of membrane, current, filtered, output; empty = all but filtered</source>
        <translation>membrane、current、filtered、output から選択。空欄は filtered 以外すべて</translation>
    </message>
    <message>
        <source>Psychometric curves</source>
        <translation>心理測定曲線</translation>
    </message>
    <message>
        <source>Trials per point</source>
        <translation>点あたりの試行数</translation>
    </message>
    <message>
        <source>Trials for every offset, stimulus and context</source>
        <translation>オフセット、刺激、文脈の組ごとの試行数</translation>
    </message>
    <message>
        <source>Offsets</source>
        <translation>オフセット</translation>
    </message>
    <message>
        <source>Offsets of the stimulus, separated by commas</source>
        <translation>刺激のオフセット (コンマ区切り)</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>乱数シード</translation>
    </message>
    <message>
        <source>Seed of the noise</source>
        <translation>雑音の乱数シード</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>無刺激期間</translation>
    </message>
    <message>
        <source>Steps before the stimulus</source>
        <translation>刺激前のステップ数</translation>
    </message>
    <message>
        <source>Stimulus</source>
        <translation>刺激</translation>
    </message>
    <message>
        <source>Steps with stimulus</source>
        <translation>刺激中のステップ数</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>応答期間</translation>
    </message>
    <message>
        <source>Steps after the stimulus</source>
        <translation>刺激後のステップ数</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>雑音</translation>
    </message>
    <message>
        <source>Standard deviation of the stimulus in each step</source>
        <translation>各ステップにおける刺激の標準偏差</translation>
    </message>
    <message>
        <source>Firing rates</source>
        <translation>発火率</translation>
    </message>
    <message>
        <source>Number of the trial, from 0; -1 = all trials together</source>
        <translation>試行の番号 (0 から)。-1 は全試行をまとめる</translation>
    </message>
    <message>
        <source>Principal components</source>
        <translation>主成分</translation>
    </message>
    <message>
        <source>Components</source>
        <translation>成分数</translation>
    </message>
    <message>
        <source>How many components to list</source>
        <translation>一覧する成分の数</translation>
    </message>
    <message>
        <source>Quantity to decompose; R is the filtered spikes</source>
        <translation>分解する量。R はフィルタ後のスパイク</translation>
    </message>
    <message>
        <source>Importance of modes</source>
        <translation>モードの重要度</translation>
    </message>
    <message>
        <source>Task performance</source>
        <translation>課題成績</translation>
    </message>
    <message>
        <source>Sensor width</source>
        <translation>センサの幅</translation>
    </message>
    <message>
        <source>Pixels; 0 chooses 34 or 240 from the events.</source>
        <translation>画素数。0 はイベントから 34 か 240 を選択</translation>
    </message>
    <message>
        <source>Sensor height</source>
        <translation>センサの高さ</translation>
    </message>
    <message>
        <source>Pixels; 0 chooses 34 or 180 from the events.</source>
        <translation>画素数。0 はイベントから 34 か 180 を選択</translation>
    </message>
    <message>
        <source>Unit of time</source>
        <translation>時間の単位</translation>
    </message>
    <message>
        <source>Of the time column; auto: as the header says.</source>
        <translation>時間の列の単位。auto は見出しに従う</translation>
    </message>
    <message>
        <source>Pixels of events; 0: up to the largest x.</source>
        <translation>イベントの画素数。0 は最大の x まで</translation>
    </message>
    <message>
        <source>Pixels of events; 0: up to the largest y.</source>
        <translation>イベントの画素数。0 は最大の y まで</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>課題</translation>
    </message>
    <message>
        <source>Which task the network was trained on; sets its read-out.</source>
        <translation>ネットワークが学習した課題。読み出しを決めます</translation>
    </message>
    <message>
        <source>Neurons</source>
        <translation>ニューロン</translation>
    </message>
    <message>
        <source>Spiking neurons or the rate network.</source>
        <translation>スパイキングニューロンまたは発火率ネットワーク</translation>
    </message>
    <message>
        <source>Synaptic filter</source>
        <translation>シナプスフィルタ</translation>
    </message>
    <message>
        <source>Single or double exponential; a wrong one ruins the context task.</source>
        <translation>単一または二重指数。誤ると文脈課題が解けなくなります</translation>
    </message>
    <message>
        <source>Gain of the double filter</source>
        <translation>二重フィルタのゲイン</translation>
    </message>
    <message>
        <source>As in the context task or as in the MNIST task.</source>
        <translation>文脈課題または MNIST 課題の方式</translation>
    </message>
    <message>
        <source>Contextual integration, made from the seed, or MNIST, from --data.</source>
        <translation>シードから作る文脈依存積分、または --data の MNIST</translation>
    </message>
    <message>
        <source>auto = as published for the task.</source>
        <translation>auto は課題ごとに論文の設定</translation>
    </message>
    <message>
        <source>Neurons of the recurrent layer.</source>
        <translation>再帰層のニューロン数</translation>
    </message>
    <message>
        <source>Modes</source>
        <translation>モード数</translation>
    </message>
    <message>
        <source>Rank of the recurrent matrix.</source>
        <translation>再帰結合行列の階数</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>バッチ</translation>
    </message>
    <message>
        <source>Trials or pictures per update; 0 = 100 trials or 256 pictures.</source>
        <translation>更新あたりの試行数または画像数。0 は 100 試行または 256 画像</translation>
    </message>
    <message>
        <source>Updates per batch</source>
        <translation>バッチあたりの更新回数</translation>
    </message>
    <message>
        <source>0 = 3 for trials, 1 for pictures.</source>
        <translation>0 は試行で 3、画像で 1</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学習率</translation>
    </message>
    <message>
        <source>Of Adam, constant.</source>
        <translation>Adam の学習率 (一定)</translation>
    </message>
    <message>
        <source>Gradient limit</source>
        <translation>勾配の上限</translation>
    </message>
    <message>
        <source>Largest norm of the gradient; 0 = none.</source>
        <translation>勾配ノルムの最大値。0 は制限なし</translation>
    </message>
    <message>
        <source>Switch probability</source>
        <translation>切り替え確率</translation>
    </message>
    <message>
        <source>How often the cue flips late in a trial of the context task.</source>
        <translation>文脈課題の試行後半で手がかりが反転する割合</translation>
    </message>
    <message>
        <source>Encoding steps</source>
        <translation>符号化ステップ数</translation>
    </message>
    <message>
        <source>Time steps of a picture.</source>
        <translation>1 枚の画像の時間ステップ数</translation>
    </message>
    <message>
        <source>Test trials</source>
        <translation>テスト試行数</translation>
    </message>
    <message>
        <source>Fresh trials that measure the trained network.</source>
        <translation>学習後のネットワークを評価する新しい試行の数</translation>
    </message>
    <message>
        <source>Computation</source>
        <translation>計算方法</translation>
    </message>
    <message>
        <source>fast: through the modes; plain: dense, in the published order of operations. The same spikes but for rounding.</source>
        <translation>fast はモードを介した計算、plain は論文どおりの順序の密な計算。丸めを除きスパイクは同じ</translation>
    </message>
    <message>
        <source>Time steps of encoded pictures.</source>
        <translation>符号化した画像の時間ステップ数</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>画像数</translation>
    </message>
    <message>
        <source>At most so many pictures are encoded.</source>
        <translation>符号化する画像の最大数</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>番号</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>発火率</translation>
    </message>
    <message>
        <source>First spike</source>
        <translation>初発スパイク</translation>
    </message>
    <message>
        <source>Mode loading</source>
        <translation>モード負荷量</translation>
    </message>
    <message>
        <source>Input modes</source>
        <translation>入力モード</translation>
    </message>
    <message>
        <source>Output modes</source>
        <translation>出力モード</translation>
    </message>
    <message>
        <source>Orthogonalised mu</source>
        <translation>直交化した μ</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自動</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>文脈</translation>
    </message>
    <message>
        <source>MNIST</source>
        <translation>MNIST</translation>
    </message>
    <message>
        <source>Spiking</source>
        <translation>スパイキング</translation>
    </message>
    <message>
        <source>Single</source>
        <translation>単一</translation>
    </message>
    <message>
        <source>Double</source>
        <translation>二重</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>逐次計算</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>高速計算</translation>
    </message>
    <message>
        <source>s</source>
        <translation>s</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>us</source>
        <translation>µs</translation>
    </message>
    <message>
        <source>Spikes</source>
        <translation>スパイク</translation>
    </message>
    <message>
        <source>Synaptic current</source>
        <translation>シナプス電流</translation>
    </message>
    <message>
        <source>Membrane potential</source>
        <translation>膜電位</translation>
    </message>
    <message>
        <source>Filtered spikes</source>
        <translation>フィルタ後のスパイク</translation>
    </message>
    <message>
        <source>Firing rate</source>
        <translation>発火率</translation>
    </message>
    <message>
        <source>Rising part of the filter</source>
        <translation>フィルタの立ち上がり成分</translation>
    </message>
    <message>
        <source>Time of the last spike</source>
        <translation>最後のスパイクの時刻</translation>
    </message>
    <message>
        <source>Projection on input modes</source>
        <translation>入力モードへの射影</translation>
    </message>
    <message>
        <source>Projection on output modes</source>
        <translation>出力モードへの射影</translation>
    </message>
    <message>
        <source>Orthogonalised mode coordinates</source>
        <translation>直交化したモード座標</translation>
    </message>
    <message>
        <source>Latent variables</source>
        <translation>潜在変数</translation>
    </message>
    <message>
        <source>Recurrent matrix</source>
        <translation>再帰結合行列</translation>
    </message>
    <message>
        <source>Logits</source>
        <translation>ロジット</translation>
    </message>
    <message>
        <source>Largest filtered spikes</source>
        <translation>フィルタ後のスパイクの最大値</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>損失</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>出力</translation>
    </message>
    <message>
        <source>Class probabilities</source>
        <translation>クラス確率</translation>
    </message>
    <message>
        <source>Colour scale</source>
        <translation>配色の尺度</translation>
    </message>
    <message>
        <source>How counts become colours where several spikes share a pixel</source>
        <translation>複数のスパイクが 1 画素に重なるときの、個数から色への対応</translation>
    </message>
    <message>
        <source>Spikes or events of this stream; empty = the first one</source>
        <translation>このストリームのスパイクまたはイベント。空欄 = 最初のもの</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What the array holds; auto: as its fields, shape and values suggest.</source>
        <translation>配列の内容。auto: フィールド・形状・値から判断します。</translation>
    </message>
    <message>
        <source>Of the times; auto: us for whole numbers, else s.</source>
        <translation>時刻の単位。auto: 整数なら us、それ以外は s。</translation>
    </message>
    <message>
        <source>Sample rate</source>
        <translation>サンプリング周波数</translation>
    </message>
    <message>
        <source>Of spike times counted in samples (Kilosort, phy); 0: as params.py says.</source>
        <translation>サンプル番号で表されたスパイク時刻用 (Kilosort、phy)。0: params.py の値を使います。</translation>
    </message>
    <message>
        <source>Interval histogram</source>
        <translation>間隔ヒストグラム</translation>
    </message>
    <message>
        <source>Which unit, such as 3; several such as 3,7 are pooled, empty = all</source>
        <translation>ユニット。例: 3。3,7 のように複数ならまとめます。空欄 = すべて</translation>
    </message>
    <message>
        <source>Bin</source>
        <translation>ビン</translation>
    </message>
    <message>
        <source>Bin of the histogram; in steps where their duration is unknown</source>
        <translation>ヒストグラムのビン。ステップ長が不明ならステップ数</translation>
    </message>
    <message>
        <source>Longest interval</source>
        <translation>最長の間隔</translation>
    </message>
    <message>
        <source>End of the histogram; longer intervals are counted together</source>
        <translation>ヒストグラムの上限。より長い間隔はまとめて数えます</translation>
    </message>
    <message>
        <source>Start of the stretch of time; in steps where their duration is unknown</source>
        <translation>時間範囲の始め。ステップ長が不明ならステップ数</translation>
    </message>
    <message>
        <source>End of the stretch of time; not after its start = until the end</source>
        <translation>時間範囲の終わり。始めより後でなければ最後まで</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>ストリーム</translation>
    </message>
    <message>
        <source>Spikes of this stream of a recording; empty = the first one</source>
        <translation>記録のこのストリームのスパイク。空欄 = 最初のもの</translation>
    </message>
    <message>
        <source>Irregularity</source>
        <translation>不規則性</translation>
    </message>
    <message>
        <source>Which units, such as 3 or 0-9,25; empty = all of them</source>
        <translation>ユニット。例: 3、0-9,25。空欄 = すべて</translation>
    </message>
    <message>
        <source>Fano factor</source>
        <translation>ファノ因子</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>計数窓</translation>
    </message>
    <message>
        <source>Windows in which spikes are counted; in steps where their duration is unknown</source>
        <translation>スパイクを数える窓。ステップ長が不明ならステップ数</translation>
    </message>
    <message>
        <source>Sparsity</source>
        <translation>スパース性</translation>
    </message>
    <message>
        <source>Autocorrelogram</source>
        <translation>自己相関図</translation>
    </message>
    <message>
        <source>Bin of the lag; in steps where their duration is unknown</source>
        <translation>遅れのビン。ステップ長が不明ならステップ数</translation>
    </message>
    <message>
        <source>Lag</source>
        <translation>遅れ</translation>
    </message>
    <message>
        <source>Longest lag; in steps where their duration is unknown</source>
        <translation>最長の遅れ。ステップ長が不明ならステップ数</translation>
    </message>
    <message>
        <source>Cross-correlogram</source>
        <translation>相互相関図</translation>
    </message>
    <message>
        <source>Lags are counted from the spikes of this unit</source>
        <translation>このユニットのスパイクから遅れを測ります</translation>
    </message>
    <message>
        <source>Other unit</source>
        <translation>相手のユニット</translation>
    </message>
    <message>
        <source>Its spikes are counted</source>
        <translation>このユニットのスパイクを数えます</translation>
    </message>
    <message>
        <source>Synchrony</source>
        <translation>同期性</translation>
    </message>
    <message>
        <source>SPIKE-distance</source>
        <translation>SPIKE 距離</translation>
    </message>
    <message>
        <source>Victor-Purpura distance</source>
        <translation>Victor-Purpura 距離</translation>
    </message>
    <message>
        <source>Cost of moving</source>
        <translation>移動のコスト</translation>
    </message>
    <message>
        <source>Per second (or step) by which a spike is moved</source>
        <translation>スパイクを 1 秒 (1 ステップ) 動かすごと</translation>
    </message>
    <message>
        <source>PSTH</source>
        <translation>PSTH</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>ラベル</translation>
    </message>
    <message>
        <source>Labels with times to align to; empty = the first ones</source>
        <translation>整列の基準とする時刻付きラベル。空欄 = 最初のもの</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>前</translation>
    </message>
    <message>
        <source>Time shown before a label</source>
        <translation>ラベルより前に表示する時間</translation>
    </message>
    <message>
        <source>After</source>
        <translation>後</translation>
    </message>
    <message>
        <source>Time shown after a label</source>
        <translation>ラベルより後に表示する時間</translation>
    </message>
    <message>
        <source>Bin of the rate; in steps where their duration is unknown</source>
        <translation>発火率のビン。ステップ長が不明ならステップ数</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>統計</translation>
    </message>
    <message>
        <source>Bin of the rate over time; 0 = chosen from the data</source>
        <translation>発火率のビン。0 = データから決定</translation>
    </message>
    <message>
        <source>End of the histogram of intervals; 0 = chosen from the data</source>
        <translation>間隔ヒストグラムの上限。0 = データから決定</translation>
    </message>
    <message>
        <source>Longest lag of the correlograms; 0 = chosen from the data</source>
        <translation>相関図の最長の遅れ。0 = データから決定</translation>
    </message>
    <message>
        <source>Windows for synchrony and sparsity; 0 = chosen from the data</source>
        <translation>同期性とスパース性の窓。0 = データから決定</translation>
    </message>
    <message>
        <source>Pooled units</source>
        <translation>まとめるユニット数</translation>
    </message>
    <message>
        <source>More units than this are represented by as many drawn at random; 0 = all are read</source>
        <translation>これより多いユニットは、この数の無作為標本で代表します。0 = すべて読みます</translation>
    </message>
    <message>
        <source>Aligned raster and PSTH</source>
        <translation>整列ラスターと PSTH</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>ユニット</translation>
    </message>
    <message>
        <source>Event frame</source>
        <translation>イベントフレーム</translation>
    </message>
    <message>
        <source>Events of this stream; empty = the first one</source>
        <translation>このストリームのイベント。空欄 = 最初のもの</translation>
    </message>
    <message>
        <source>Beginning</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Where the window begins, counted from the first event</source>
        <translation>区間の開始位置(最初のイベントから)</translation>
    </message>
    <message>
        <source>How long events are collected for one picture</source>
        <translation>1 枚の画像にイベントを集める長さ</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>ON minus OFF events of a pixel, or all of them</source>
        <translation>画素ごとの ON − OFF、または全イベント数</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>グループ</translation>
    </message>
    <message>
        <source>First principal component</source>
        <translation>第 1 主成分</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>類似度</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>線形</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>対数</translation>
    </message>
    <message>
        <source>Polarity</source>
        <translation>極性</translation>
    </message>
    <message>
        <source>Counts</source>
        <translation>イベント数</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>イベント</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>テンソル</translation>
    </message>
    <message>
        <source>Fusion</source>
        <translation>融合</translation>
    </message>
    <message>
        <source>How the two modalities inform each other; none = not at all.</source>
        <translation>2つのモダリティが互いに情報を渡す方法。none = 渡さない。</translation>
    </message>
    <message>
        <source>Modality</source>
        <translation>モダリティ</translation>
    </message>
    <message>
        <source>Both, or a network of one modality alone.</source>
        <translation>両方、または一方のモダリティだけのネットワーク。</translation>
    </message>
    <message>
        <source>Semantic alignment</source>
        <translation>意味的整合</translation>
    </message>
    <message>
        <source>Residuals become spikes, and a contrastive loss draws those of one class together.</source>
        <translation>残差をスパイクにし、対照損失で同じクラスのものを近づけます。</translation>
    </message>
    <message>
        <source>Features of both modalities are added or joined.</source>
        <translation>両モダリティの特徴を加算するか連結します。</translation>
    </message>
    <message>
        <source>Residual weight</source>
        <translation>残差の重み</translation>
    </message>
    <message>
        <source>Weight of the cross-modal residual.</source>
        <translation>クロスモーダル残差の重み。</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>幅</translation>
    </message>
    <message>
        <source>Channels of a token; a multiple of 16.</source>
        <translation>トークンのチャンネル数。16の倍数。</translation>
    </message>
    <message>
        <source>Picture size</source>
        <translation>画像サイズ</translation>
    </message>
    <message>
        <source>Height and width of spectrogram and picture, in pixels.</source>
        <translation>スペクトログラムと画像の高さと幅（ピクセル）。</translation>
    </message>
    <message>
        <source>Front end</source>
        <translation>フロントエンド</translation>
    </message>
    <message>
        <source>Pixels per token: deep 16, shallow 4; auto = shallow below 64 pixels.</source>
        <translation>トークンあたりのピクセル数: deep は16、shallow は4。auto = 64ピクセル未満なら shallow。</translation>
    </message>
    <message>
        <source>Time steps</source>
        <translation>時間ステップ数</translation>
    </message>
    <message>
        <source>Steps for which an input is shown.</source>
        <translation>入力を提示するステップ数。</translation>
    </message>
    <message>
        <source>Visual channels</source>
        <translation>視覚チャンネル数</translation>
    </message>
    <message>
        <source>3 = colours, 2 = ON and OFF events, 1 = grey.</source>
        <translation>3 = カラー、2 = ON/OFFイベント、1 = グレー。</translation>
    </message>
    <message>
        <source>Short side</source>
        <translation>短辺</translation>
    </message>
    <message>
        <source>Pixels of a picture&apos;s short side before it is cropped; 0 = twice the picture size.</source>
        <translation>切り抜く前の画像の短辺のピクセル数。0 = 画像サイズの2倍。</translation>
    </message>
    <message>
        <source>Samples per update.</source>
        <translation>1回の更新あたりのサンプル数。</translation>
    </message>
    <message>
        <source>Highest, for a batch of 1024; scales with the batch.</source>
        <translation>バッチ1024に対する最大値。バッチに比例します。</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>ウォームアップ</translation>
    </message>
    <message>
        <source>Epochs in which the learning rate rises.</source>
        <translation>学習率が上がるエポック数。</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>重み減衰</translation>
    </message>
    <message>
        <source>Of weights; biases and batch norm have none.</source>
        <translation>重みのみ。バイアスとバッチ正規化にはありません。</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Of the contrastive loss.</source>
        <translation>対照損失の温度。</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>ラベル平滑化</translation>
    </message>
    <message>
        <source>Share of a label that is given to all classes.</source>
        <translation>ラベルのうち全クラスに配分する割合。</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>データ拡張</translation>
    </message>
    <message>
        <source>Changes of training pictures; auto = crop-flip for colours, else shift.</source>
        <translation>学習画像の変形。auto = カラーなら crop-flip、それ以外は shift。</translation>
    </message>
    <message>
        <source>Draws</source>
        <translation>抽選数</translation>
    </message>
    <message>
        <source>Variants of each training picture; 0 = a new one in every epoch.</source>
        <translation>各学習画像の変形の数。0 = エポックごとに新しく作ります。</translation>
    </message>
    <message>
        <source>Noisy modality</source>
        <translation>ノイズを加えるモダリティ</translation>
    </message>
    <message>
        <source>Gets noise while the network is trained.</source>
        <translation>学習中にノイズを加えます。</translation>
    </message>
    <message>
        <source>Signal to noise</source>
        <translation>信号対雑音比</translation>
    </message>
    <message>
        <source>Of the noisy modality in training.</source>
        <translation>学習中にノイズを加えるモダリティの値。</translation>
    </message>
    <message>
        <source>Selected epoch</source>
        <translation>採用するエポック</translation>
    </message>
    <message>
        <source>The best one on the validation part, or (as published) on the test part, or the last.</source>
        <translation>検証部分で最良のもの、（論文どおり）テスト部分で最良のもの、または最後のもの。</translation>
    </message>
    <message>
        <source>Validation share</source>
        <translation>検証の割合</translation>
    </message>
    <message>
        <source>Of the training samples, if the data names no validation part.</source>
        <translation>データが検証部分を指定しない場合の、学習サンプルに対する割合。</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>チェックポイント</translation>
    </message>
    <message>
        <source>Epochs from one resumable checkpoint to the next; 0 = none.</source>
        <translation>再開できるチェックポイントの間隔（エポック）。0 = なし。</translation>
    </message>
    <message>
        <source>About the data</source>
        <translation>データについて</translation>
    </message>
    <message>
        <source>Names and licences, kept in the model.</source>
        <translation>名前とライセンス。モデルに保存されます。</translation>
    </message>
    <message>
        <source>Attention entropy</source>
        <translation>アテンションのエントロピー</translation>
    </message>
    <message>
        <source>Attention map to read, such as attn/block.0.spatial_attn; empty = the first one</source>
        <translation>読み取るアテンションマップ (例: attn/block.0.spatial_attn)。空欄 = 最初のもの</translation>
    </message>
    <message>
        <source>List by</source>
        <translation>表の行</translation>
    </message>
    <message>
        <source>Axes that get rows of their own, such as step,head or sample,query; empty = steps and heads</source>
        <translation>行を分ける軸 (例: step,head や sample,query)。空欄 = ステップとヘッド</translation>
    </message>
    <message>
        <source>Agreement of heads</source>
        <translation>ヘッドの一致度</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>指標</translation>
    </message>
    <message>
        <source>Pearson: correlation of the entries, 0 for unrelated maps; cosine: high for any two dense maps</source>
        <translation>ピアソン: 要素の相関、無関係なマップでは 0。コサイン: 密なマップどうしなら常に高い</translation>
    </message>
    <message>
        <source>Attention roll-out</source>
        <translation>アテンションロールアウト</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>アテンション</translation>
    </message>
    <message>
        <source>Between tokens inside a step, or between steps at a token</source>
        <translation>ステップ内のトークン間、またはトークンごとのステップ間</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>グラフ</translation>
    </message>
    <message>
        <source>cross: even blocks ask from audio to visual, odd ones back; self: tokens of one group; auto: cross for networks with both inputs</source>
        <translation>cross: 偶数ブロックは音声から視覚へ、奇数ブロックはその逆に問い合わせる。self: 1 群のトークン。auto: 両方の入力をもつネットワークでは cross</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>サンプル</translation>
    </message>
    <message>
        <source>Number of the sample, from 0; -1 = counts of all added up</source>
        <translation>サンプルの番号 (0 から)。-1 = すべての計数を合計</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>ステップ</translation>
    </message>
    <message>
        <source>Step of spatial attention, from 0; -1 = all added up</source>
        <translation>空間アテンションのステップ (0 から)。-1 = すべて合計</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>Token of temporal attention, from 0; -1 = all added up</source>
        <translation>時間アテンションのトークン (0 から)。-1 = すべて合計</translation>
    </message>
    <message>
        <source>Weight of attention</source>
        <translation>アテンションの重み</translation>
    </message>
    <message>
        <source>A number, or model: alpha of its configuration, else 1</source>
        <translation>数値、または model: モデル設定の alpha、なければ 1</translation>
    </message>
    <message>
        <source>Weight of the token itself</source>
        <translation>トークン自身の重み</translation>
    </message>
    <message>
        <source>1 as the networks add to a token; 0 for those that replace it</source>
        <translation>トークンに加算するネットワークでは 1、置き換えるネットワークでは 0</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>ヘッド</translation>
    </message>
    <message>
        <source>counts: as they are, busy heads weigh more; equal: rows of every map sum to 1 first</source>
        <translation>counts: 計数のまま、活発なヘッドほど重い。equal: 先に各マップの行の和を 1 にする</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>A row for each token, or all weights that are not zero</source>
        <translation>トークンごとに 1 行、または 0 でないすべての重み</translation>
    </message>
    <message>
        <source>Contribution of modalities</source>
        <translation>モダリティの寄与</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>区分</translation>
    </message>
    <message>
        <source>Which samples of a list of pairs; auto: the test part if there is one, else all</source>
        <translation>ペアのリストのうち使うサンプル。auto: テスト区分があればそれ、なければすべて</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>サンプル数</translation>
    </message>
    <message>
        <source>At most so many, from the first on; 0 = all</source>
        <translation>先頭から最大この数。0 = すべて</translation>
    </message>
    <message>
        <source>Accuracy against noise</source>
        <translation>雑音に対する正解率</translation>
    </message>
    <message>
        <source>Levels</source>
        <translation>レベル</translation>
    </message>
    <message>
        <source>Signal-to-noise ratios in dB, separated by commas</source>
        <translation>信号対雑音比 (dB)、コンマ区切り</translation>
    </message>
    <message>
        <source>Noise on</source>
        <translation>雑音の対象</translation>
    </message>
    <message>
        <source>Which input gets the noise; all: audio, visual and both in turn</source>
        <translation>雑音を加える入力。all: 音声、視覚、両方を順に</translation>
    </message>
    <message>
        <source>Repetitions</source>
        <translation>繰り返し</translation>
    </message>
    <message>
        <source>Draws of the noise at each level</source>
        <translation>各レベルで雑音を引く回数</translation>
    </message>
    <message>
        <source>Seed of the first draw</source>
        <translation>最初の乱数の種</translation>
    </message>
    <message>
        <source>Missing inputs</source>
        <translation>入力の欠落</translation>
    </message>
    <message>
        <source>Also without audio and without visual</source>
        <translation>音声なし、視覚なしの場合も計算する</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>ブロック</translation>
    </message>
    <message>
        <source>Which stream asks and is enriched by the other one</source>
        <translation>問い合わせて相手から補強される側のストリーム</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Between tokens at a step, or between steps at a token</source>
        <translation>ステップ内のトークン間、またはトークンごとのステップ間</translation>
    </message>
    <message>
        <source>Number of the step, from 0; -1 = mean over all steps</source>
        <translation>ステップの番号 (0 から)。-1 = 全ステップの平均</translation>
    </message>
    <message>
        <source>Token whose map over steps is shown, from 0 (temporal form)</source>
        <translation>ステップ間のマップを表示するトークン (0 から、時間形式)</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>出力層</translation>
    </message>
    <message>
        <source>mean, max, each (one picture for each head) or the number of a head</source>
        <translation>mean、max、each (ヘッドごとに 1 枚) またはヘッドの番号</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Tokens (steps in the temporal form) that ask, such as 27,3; empty = the mean of all</source>
        <translation>問い合わせるトークン (時間形式ではステップ)。例: 27,3。空欄 = すべての平均</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>向き</translation>
    </message>
    <message>
        <source>Where the pinned tokens look, or who looks at them</source>
        <translation>固定したトークンがどこを見るか、または何から見られるか</translation>
    </message>
    <message>
        <source>Normalise</source>
        <translation>正規化</translation>
    </message>
    <message>
        <source>Matching channels, or their share of each row</source>
        <translation>一致したチャネル数、または各行に占める割合</translation>
    </message>
    <message>
        <source>Matrix</source>
        <translation>行列</translation>
    </message>
    <message>
        <source>Show the whole map of queries and keys</source>
        <translation>クエリとキーの全体のマップを表示</translation>
    </message>
    <message>
        <source>Attention map to show, such as attn/block.0.attn; empty = that of block and form</source>
        <translation>表示するアテンションマップ (例: attn/block.0.attn)。空欄 = ブロックと形式に従う</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>証拠</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>クラス</translation>
    </message>
    <message>
        <source>How many of the most likely classes are shown over the steps</source>
        <translation>ステップごとに表示する、可能性の高いクラスの数</translation>
    </message>
    <message>
        <source>Residual energy</source>
        <translation>残差エネルギー</translation>
    </message>
    <message>
        <source>Which stream: the one that is enriched</source>
        <translation>どのストリームか(情報を受け取る側)</translation>
    </message>
    <message>
        <source>Alignment matrix</source>
        <translation>整列行列</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>値</translation>
    </message>
    <message>
        <source>Similarities as they are, or each row as shares of 1</source>
        <translation>類似度そのまま、または各行を合計 1 の割合で表示</translation>
    </message>
    <message>
        <source>What the products of the features are divided by</source>
        <translation>特徴の積を割る値</translation>
    </message>
    <message>
        <source>Samples whose row and column are outlined, such as 3,7</source>
        <translation>行と列を枠で示すサンプル(例: 3,7)</translation>
    </message>
    <message>
        <source>One step</source>
        <translation>1 ステップ</translation>
    </message>
    <message>
        <source>Show the step below, or that of the time cursor, instead of the mean over all steps</source>
        <translation>全ステップの平均の代わりに、下のステップまたは時間カーソルのステップを表示</translation>
    </message>
    <message>
        <source>Number of the step, from 0</source>
        <translation>ステップの番号(0 から)</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>埋め込み</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>段階</translation>
    </message>
    <message>
        <source>Which features: before, residual and after, or without the residual</source>
        <translation>どの特徴か: 前・残差・後、または残差なし</translation>
    </message>
    <message>
        <source>Axes</source>
        <translation>軸</translation>
    </message>
    <message>
        <source>Whether before and after share their principal components</source>
        <translation>前と後で主成分を共有するかどうか</translation>
    </message>
    <message>
        <source>Spike activation map</source>
        <translation>スパイク活性化マップ</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>層</translation>
    </message>
    <message>
        <source>Layer of spiking neurons, such as rpe_lif, proj_lif2 or block.0.trans_lif</source>
        <translation>スパイキングニューロンの層(例: rpe_lif、proj_lif2、block.0.trans_lif)</translation>
    </message>
    <message>
        <source>Decay</source>
        <translation>減衰</translation>
    </message>
    <message>
        <source>How fast an earlier spike loses weight, per step: exp(-decay x interval)</source>
        <translation>先行スパイクの重みが 1 ステップごとに減る速さ: exp(-減衰 x 間隔)</translation>
    </message>
    <message>
        <source>Which fusion a checkpoint without configuration has.</source>
        <translation>設定のないチェックポイントの融合方式。</translation>
    </message>
    <message>
        <source>What a network of one modality was trained on.</source>
        <translation>単一モダリティのネットワークが学習した入力。</translation>
    </message>
    <message>
        <source>Picture height</source>
        <translation>画像の高さ</translation>
    </message>
    <message>
        <source>Picture width</source>
        <translation>画像の幅</translation>
    </message>
    <message>
        <source>Pixels of the network&apos;s input.</source>
        <translation>ネットワーク入力の画素数。</translation>
    </message>
    <message>
        <source>Pixels of a picture&apos;s short side before it is cropped.</source>
        <translation>切り抜く前の画像の短辺の画素数。</translation>
    </message>
    <message>
        <source>fast: batch norm folded, spike-driven; plain: in the published order of operations. The same spikes but for rounding.</source>
        <translation>fast: バッチ正規化を畳み込み、スパイクがあるところだけ計算。plain: 論文どおりの演算順序。丸めを除きスパイクは同じです。</translation>
    </message>
    <message>
        <source>Samples computed together.</source>
        <translation>まとめて計算するサンプル数。</translation>
    </message>
    <message>
        <source>Which pairs of a list to run.</source>
        <translation>リストのうち実行するペア。</translation>
    </message>
    <message>
        <source>At most so many, from the first on; 0 = all.</source>
        <translation>先頭から最大この数。0 = すべて。</translation>
    </message>
    <message>
        <source>Without</source>
        <translation>除外</translation>
    </message>
    <message>
        <source>Replaces one input by zeros.</source>
        <translation>一方の入力を 0 に置き換えます。</translation>
    </message>
    <message>
        <source>Noise on audio</source>
        <translation>音声への雑音</translation>
    </message>
    <message>
        <source>Noise on visual</source>
        <translation>視覚への雑音</translation>
    </message>
    <message>
        <source>Gaussian noise at this signal-to-noise ratio in dB, or off.</source>
        <translation>この信号対雑音比 (dB) のガウス雑音、または off。</translation>
    </message>
    <message>
        <source>Spatial</source>
        <translation>空間</translation>
    </message>
    <message>
        <source>Temporal</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Across modalities</source>
        <translation>モダリティ間</translation>
    </message>
    <message>
        <source>Within one modality</source>
        <translation>モダリティ内</translation>
    </message>
    <message>
        <source>Equal</source>
        <translation>均等</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>Pearson correlation</source>
        <translation>ピアソン相関</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>コサイン</translation>
    </message>
    <message>
        <source>All</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>訓練</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>検証</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>テスト</translation>
    </message>
    <message>
        <source>Audio</source>
        <translation>音声</translation>
    </message>
    <message>
        <source>Visual</source>
        <translation>視覚</translation>
    </message>
    <message>
        <source>Where they look</source>
        <translation>見ている先</translation>
    </message>
    <message>
        <source>Who looks at them</source>
        <translation>見られている元</translation>
    </message>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>両方</translation>
    </message>
    <message>
        <source>Spatial and temporal</source>
        <translation>空間と時間</translation>
    </message>
    <message>
        <source>Weighted</source>
        <translation>重み付け</translation>
    </message>
    <message>
        <source>SCA</source>
        <translation>SCA</translation>
    </message>
    <message>
        <source>CMCI</source>
        <translation>CMCI</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>加算</translation>
    </message>
    <message>
        <source>Joined</source>
        <translation>連結</translation>
    </message>
    <message>
        <source>Deep</source>
        <translation>深い</translation>
    </message>
    <message>
        <source>Shallow</source>
        <translation>浅い</translation>
    </message>
    <message>
        <source>Crop and flip</source>
        <translation>切り抜きと反転</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>平行移動</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>最後</translation>
    </message>
    <message>
        <source>As they are</source>
        <translation>そのまま</translation>
    </message>
    <message>
        <source>Shares of the row</source>
        <translation>行内の割合</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>前と後</translation>
    </message>
    <message>
        <source>Common</source>
        <translation>共通</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>個別</translation>
    </message>
    <message>
        <source>Alignment gain</source>
        <translation>整列の初期倍率</translation>
    </message>
    <message>
        <source>Factor on the initial weights of semantic alignment; 1 as published.</source>
        <translation>意味整列の初期重みに掛ける倍率。1 = 論文どおり。</translation>
    </message>
    <message>
        <source>Alignment bias</source>
        <translation>整列の初期バイアス</translation>
    </message>
    <message>
        <source>Initial bias of semantic alignment; 0 as published, above 1 its neurons fire at once.</source>
        <translation>意味整列の初期バイアス。0 = 論文どおり。1 を超えると初めから発火します。</translation>
    </message>
    <message>
        <source>Neurons of the recording; 0: as many as occur.</source>
        <translation>記録のニューロン数。0: 現れた数だけ。</translation>
    </message>
    <message>
        <source>Events counted per pixel, how recent the last ones are, or each as a point in space and time</source>
        <translation>画素ごとに数えたイベント、最後のイベントの新しさ、または空間と時間の中の点としての各イベント</translation>
    </message>
    <message>
        <source>A recording, or the frames that a run was given</source>
        <translation>記録、または実行に与えられたフレーム</translation>
    </message>
    <message>
        <source>Window by count</source>
        <translation>個数による窓</translation>
    </message>
    <message>
        <source>Collect so many events instead, and those of the same moment as the last one; 0 = by length</source>
        <translation>代わりにこの個数のイベント（最後と同時刻のものを含む）を集める。0 = 長さによる</translation>
    </message>
    <message>
        <source>Time constant of the time surface, which ends with the window</source>
        <translation>窓の終わりで終わる時間表面の時定数</translation>
    </message>
    <message>
        <source>Decay in steps</source>
        <translation>減衰（ステップ）</translation>
    </message>
    <message>
        <source>Time constant of the time surface of a run</source>
        <translation>実行の時間表面の時定数</translation>
    </message>
    <message>
        <source>Most points</source>
        <translation>点の上限</translation>
    </message>
    <message>
        <source>At most so many events of a cloud are drawn</source>
        <translation>点群で描くイベントの上限</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>How opaque the pictures of the sensor are under the events; 0 = none</source>
        <translation>イベントの下に敷くセンサー画像の不透明度。0 = なし</translation>
    </message>
    <message>
        <source>Selected samples of a run, such as 3,7; the first one is shown</source>
        <translation>選択された実行の標本（例: 3,7）。最初のものを表示</translation>
    </message>
    <message>
        <source>Number of the step of a run, from 0</source>
        <translation>実行のステップ番号（0 から）</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>手法</translation>
    </message>
    <message>
        <source>Principal components, t-SNE or UMAP</source>
        <translation>主成分、t-SNE、UMAP のいずれか</translation>
    </message>
    <message>
        <source>Coordinates of each point</source>
        <translation>各点の座標の数</translation>
    </message>
    <message>
        <source>Seed of start and samples</source>
        <translation>初期配置と標本抽出の乱数シード</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>パープレキシティ</translation>
    </message>
    <message>
        <source>t-SNE: about how many neighbours count; fewer where there are few points</source>
        <translation>t-SNE: 考慮する近傍のおよその数。点が少ないときは減らされます</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>角度</translation>
    </message>
    <message>
        <source>t-SNE: cells seen under a smaller angle act as one point; 0 = exact</source>
        <translation>t-SNE: これより小さい角度で見えるセルは 1 点として扱います。0 = 厳密</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>近傍の数</translation>
    </message>
    <message>
        <source>UMAP: how many neighbours count, the point included</source>
        <translation>UMAP: 考慮する近傍の数(その点自身を含む)</translation>
    </message>
    <message>
        <source>Minimum distance</source>
        <translation>最小距離</translation>
    </message>
    <message>
        <source>UMAP: how close points may come</source>
        <translation>UMAP: 点どうしがどこまで近づけるか</translation>
    </message>
    <message>
        <source>Spread</source>
        <translation>広がり</translation>
    </message>
    <message>
        <source>UMAP: scale of the distances between points</source>
        <translation>UMAP: 点間距離の尺度</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>初期配置</translation>
    </message>
    <message>
        <source>UMAP: from the graph of neighbours or from principal components</source>
        <translation>UMAP: 近傍グラフから、または主成分から始めます</translation>
    </message>
    <message>
        <source>Iterations</source>
        <translation>反復回数</translation>
    </message>
    <message>
        <source>Of t-SNE or UMAP; 0 = 1000 for t-SNE, 500 for UMAP (200 above 10,000 points)</source>
        <translation>t-SNE または UMAP の反復回数。0 = t-SNE は 1000、UMAP は 500(10,000 点を超えると 200)</translation>
    </message>
    <message>
        <source>Which layer, such as lif/feature.10; of several, and if empty, the output &apos;feature&apos;, else the last</source>
        <translation>どの層か(例: lif/feature.10)。複数に当てはまるとき、または空のときは出力 &apos;feature&apos;、なければ最後の層</translation>
    </message>
    <message>
        <source>Embedding of samples</source>
        <translation>サンプルの埋め込み</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>フレーム</translation>
    </message>
    <message>
        <source>Surface</source>
        <translation>時間表面</translation>
    </message>
    <message>
        <source>Cloud</source>
        <translation>点群</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>記録</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>t-SNE</source>
        <translation>t-SNE</translation>
    </message>
    <message>
        <source>UMAP</source>
        <translation>UMAP</translation>
    </message>
    <message>
        <source>Graph of neighbours</source>
        <translation>近傍グラフ</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲線</translation>
    </message>
    <message>
        <source>Grid of layers</source>
        <translation>層の格子</translation>
    </message>
    <message>
        <source>Densities</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>Weights and training</source>
        <translation>重みと学習</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>層</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>One</source>
        <translation>1つ</translation>
    </message>
    <message>
        <source>Each</source>
        <translation>それぞれ</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>クラス</translation>
    </message>
    <message>
        <source>Domain</source>
        <translation>ドメイン</translation>
    </message>
    <message>
        <source>Predicted class</source>
        <translation>予測クラス</translation>
    </message>
    <message>
        <source>CKA</source>
        <translation>CKA</translation>
    </message>
    <message>
        <source>MMD</source>
        <translation>MMD</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>エポック</translation>
    </message>
    <message>
        <source>RBF</source>
        <translation>RBF</translation>
    </message>
    <message>
        <source>Debiased</source>
        <translation>バイアス補正</translation>
    </message>
    <message>
        <source>1 and 2</source>
        <translation>1 と 2</translation>
    </message>
    <message>
        <source>1 and 3</source>
        <translation>1 と 3</translation>
    </message>
    <message>
        <source>2 and 3</source>
        <translation>2 と 3</translation>
    </message>
    <message>
        <source>VGG-SNN</source>
        <translation>VGG-SNN</translation>
    </message>
    <message>
        <source>ResNet-18-SNN</source>
        <translation>ResNet-18-SNN</translation>
    </message>
    <message>
        <source>SCNN</source>
        <translation>SCNN</translation>
    </message>
    <message>
        <source>Learned</source>
        <translation>学習</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>オフ</translation>
    </message>
    <message>
        <source>Fixed</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>On</source>
        <translation>オン</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>切り抜き</translation>
    </message>
    <message>
        <source>Crop, flip and rotation</source>
        <translation>切り抜き、反転、回転</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均等</translation>
    </message>
    <message>
        <source>Shuffled</source>
        <translation>シャッフル</translation>
    </message>
    <message>
        <source>Branches</source>
        <translation>枝</translation>
    </message>
    <message>
        <source>Strict</source>
        <translation>厳密</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>名前で</translation>
    </message>
    <message>
        <source>List</source>
        <translation>一覧</translation>
    </message>
    <message>
        <source>Minibatches</source>
        <translation>ミニバッチ</translation>
    </message>
    <message>
        <source>Partners</source>
        <translation>対の相手</translation>
    </message>
    <message>
        <source>All samples</source>
        <translation>全標本</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>ヒストグラム</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Alignment</source>
        <translation>アラインメント</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>All parts, or one of them</source>
        <translation>すべての部分、またはその1つ</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>Of the first side; empty = the feature of the network</source>
        <translation>1つ目の側の層。空欄 = ネットワークの特徴</translation>
    </message>
    <message>
        <source>Other layer</source>
        <translation>もう一方の層</translation>
    </message>
    <message>
        <source>Of the second side; empty = the counterpart of the first one</source>
        <translation>2つ目の側の層。空欄 = 1つ目に対応する層</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>ステップ</translation>
    </message>
    <message>
        <source>The mean over steps, the step below (or that of the time cursor), or every step as a point of its own</source>
        <translation>ステップ平均、下のステップ(または時間カーソルのステップ)、または各ステップを1点とする</translation>
    </message>
    <message>
        <source>Branches of one run, two runs, or the layers of one run; auto = what is there</source>
        <translation>1つの実行の両枝、2つの実行、または1つの実行の層。auto = あるもの</translation>
    </message>
    <message>
        <source>Which layers, such as lif/*,feature; empty = all but membranes of spiking layers</source>
        <translation>対象の層（例 lif/*,feature）。空 = スパイク層の膜電位を除くすべて</translation>
    </message>
    <message>
        <source>all = every neuron is a feature, mean = one feature per channel</source>
        <translation>all = 各ニューロンが特徴、mean = チャネルごとに1特徴</translation>
    </message>
    <message>
        <source>Join samples</source>
        <translation>標本の対応付け</translation>
    </message>
    <message>
        <source>Names of samples must be equal in order (strict), or in any order (by-id)</source>
        <translation>標本名が順序どおりに一致（strict）、または順不同で一致（by-id）すること</translation>
    </message>
    <message>
        <source>Of a training; 0 = the last one</source>
        <translation>学習のエポック。0 = 最後</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Which two components are shown</source>
        <translation>表示する2つの成分</translation>
    </message>
    <message>
        <source>Axes of</source>
        <translation>軸の基準</translation>
    </message>
    <message>
        <source>Principal components of the last epoch for all of them, or of each</source>
        <translation>最後のエポックの主成分をすべてに使うか、エポックごとか</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>色</translation>
    </message>
    <message>
        <source>What the colours of points tell</source>
        <translation>点の色が示すもの</translation>
    </message>
    <message>
        <source>Means</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>Mark the mean of each class</source>
        <translation>各クラスの平均を示す</translation>
    </message>
    <message>
        <source>Ellipses</source>
        <translation>楕円</translation>
    </message>
    <message>
        <source>Outline each class at this many standard deviations; 0 = none</source>
        <translation>各クラスを標準偏差の何倍で囲むか。0 = なし</translation>
    </message>
    <message>
        <source>Measures</source>
        <translation>指標</translation>
    </message>
    <message>
        <source>Which curves are drawn</source>
        <translation>描く曲線</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>横軸</translation>
    </message>
    <message>
        <source>What the curves go over</source>
        <translation>曲線の横軸</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>カーネル</translation>
    </message>
    <message>
        <source>Of CKA</source>
        <translation>CKA のカーネル</translation>
    </message>
    <message>
        <source>Resamples</source>
        <translation>再標本の数</translation>
    </message>
    <message>
        <source>Of the samples, for the bands; 0 = none</source>
        <translation>帯のためのサンプルの再標本。0 = なし</translation>
    </message>
    <message>
        <source>Permutations</source>
        <translation>並べ替えの数</translation>
    </message>
    <message>
        <source>For the p of MMD; 0 = no test</source>
        <translation>MMD の p 値のため。0 = 検定なし</translation>
    </message>
    <message>
        <source>Nearest samples</source>
        <translation>近傍の数</translation>
    </message>
    <message>
        <source>How many neighbours of the other domain are asked</source>
        <translation>もう一方のドメインの近傍をいくつ調べるか</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>閾値</translation>
    </message>
    <message>
        <source>Of the neurons, where densities are cut</source>
        <translation>ニューロンの閾値。密度はここで切れる</translation>
    </message>
    <message>
        <source>Smooth densities instead of histograms</source>
        <translation>ヒストグラムの代わりに滑らかな密度</translation>
    </message>
    <message>
        <source>Resets</source>
        <translation>リセット</translation>
    </message>
    <message>
        <source>Count potentials of exactly 0: neurons that just fired or never moved</source>
        <translation>ちょうど 0 の電位も数える: 発火直後か動いていないニューロン</translation>
    </message>
    <message>
        <source>Pixels of a side, for ResNet checkpoints that do not say it.</source>
        <translation>一辺の画素数（それを記さないResNetチェックポイント用）。</translation>
    </message>
    <message>
        <source>Steps of a checkpoint without step coefficients.</source>
        <translation>ステップ係数のないチェックポイントのステップ数。</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>ネットワーク</translation>
    </message>
    <message>
        <source>Which of the three published networks.</source>
        <translation>発表された3つのネットワークのどれか。</translation>
    </message>
    <message>
        <source>Narrow</source>
        <translation>縮小率</translation>
    </message>
    <message>
        <source>Divides the published widths.</source>
        <translation>発表された幅をこの数で割ります。</translation>
    </message>
    <message>
        <source>Widths</source>
        <translation>幅</translation>
    </message>
    <message>
        <source>Channels from input to output, such as 8,16,64; empty = as published.</source>
        <translation>入力から出力までのチャネル数（例：8,16,64）。空欄 = 発表どおり。</translation>
    </message>
    <message>
        <source>Pixels of a side; 0 = 48, for SCNN 28.</source>
        <translation>一辺の画素数。0 = 48、SCNNでは28。</translation>
    </message>
    <message>
        <source>Frames of a recording.</source>
        <translation>1つの記録のフレーム数。</translation>
    </message>
    <message>
        <source>Event frames</source>
        <translation>イベントフレーム</translation>
    </message>
    <message>
        <source>How events become frames: count per bin, or rate with the centre of the sensor.</source>
        <translation>イベントをフレームにする方法：区間ごとの数、またはセンサー中央部の率。</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>転移</translation>
    </message>
    <message>
        <source>Pictures help; off = the baseline that learns from events alone.</source>
        <translation>画像が学習を助けます。オフ = イベントだけから学ぶ基準。</translation>
    </message>
    <message>
        <source>Domain weight</source>
        <translation>ドメインの重み</translation>
    </message>
    <message>
        <source>Of the loss that draws both domains together; 0 = it is only measured.</source>
        <translation>両ドメインを近づける損失の重み。0 = 測るだけ。</translation>
    </message>
    <message>
        <source>Loss at every step</source>
        <translation>各ステップの損失</translation>
    </message>
    <message>
        <source>Off = cross entropy of the logits averaged over the steps.</source>
        <translation>オフ = ステップ平均したロジットの交差エントロピー。</translation>
    </message>
    <message>
        <source>Share of the distance</source>
        <translation>距離の割合</translation>
    </message>
    <message>
        <source>Of the squared distance between logits and 0.5 in the loss of every step.</source>
        <translation>各ステップの損失における、ロジットと0.5の二乗距離の割合。</translation>
    </message>
    <message>
        <source>Step weights</source>
        <translation>ステップの重み</translation>
    </message>
    <message>
        <source>Learned per step, off, or one fixed number.</source>
        <translation>ステップごとに学習、なし、または固定値。</translation>
    </message>
    <message>
        <source>Fixed step weight</source>
        <translation>固定のステップの重み</translation>
    </message>
    <message>
        <source>For fixed step weights.</source>
        <translation>重みを固定する場合の値。</translation>
    </message>
    <message>
        <source>Sliding</source>
        <translation>スライド</translation>
    </message>
    <message>
        <source>Events replace pictures more and more, all at once after half of the epochs, or never.</source>
        <translation>イベントが画像を徐々に置き換えるか、半分のエポックの後に一度に置き換えるか、置き換えないか。</translation>
    </message>
    <message>
        <source>Sliding power</source>
        <translation>スライドの指数</translation>
    </message>
    <message>
        <source>Larger = pictures stay for longer.</source>
        <translation>大きいほど画像が長く残ります。</translation>
    </message>
    <message>
        <source>Steps in memory</source>
        <translation>メモリに置くステップ</translation>
    </message>
    <message>
        <source>Steps whose inside is kept for the gradients, computed twice if not all; 0 = all.</source>
        <translation>勾配のために内部を保持するステップ数。全部でなければ2回計算します。0 = すべて。</translation>
    </message>
    <message>
        <source>Share of events</source>
        <translation>イベントの割合</translation>
    </message>
    <message>
        <source>Of the training recordings of every class, chosen by the seed.</source>
        <translation>各クラスの学習用記録のうち、シードで選ぶ割合。</translation>
    </message>
    <message>
        <source>Share of pictures</source>
        <translation>画像の割合</translation>
    </message>
    <message>
        <source>Of the training pictures of every class, chosen by the seed.</source>
        <translation>各クラスの学習用画像のうち、シードで選ぶ割合。</translation>
    </message>
    <message>
        <source>Changes of training frames; auto = crop, for ResNet also flip and rotation, for SCNN none.</source>
        <translation>学習用フレームの変形。自動 = 切り抜き、ResNetでは反転と回転も、SCNNではなし。</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>標本抽出</translation>
    </message>
    <message>
        <source>Balanced draws every class as often, with replacement; shuffled takes each sample once.</source>
        <translation>均等 = 各クラスを同じ頻度で復元抽出。シャッフル = 各試料を1回ずつ。</translation>
    </message>
    <message>
        <source>The last one, or the best one on the validation part or (as published) on the test part.</source>
        <translation>最後のエポック、または検証部分あるいは（発表どおり）テスト部分で最良のエポック。</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>評価</translation>
    </message>
    <message>
        <source>Epochs from one measurement to the next.</source>
        <translation>測定の間隔（エポック）。</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>スナップショット</translation>
    </message>
    <message>
        <source>Epochs from one run of test pairs, kept beside the model, to the next; 0 = none.</source>
        <translation>モデルの横に残すテスト対の実行の間隔（エポック）。0 = なし。</translation>
    </message>
    <message>
        <source>Pairs in a snapshot</source>
        <translation>スナップショットの対の数</translation>
    </message>
    <message>
        <source>At most so many.</source>
        <translation>最大でこの数まで。</translation>
    </message>
    <message>
        <source>mean = average over steps, all = steps side by side, or the number of a step</source>
        <translation>mean = ステップの平均、all = ステップを並べる、またはステップ番号</translation>
    </message>
    <message>
        <source>One row per layer, or per layer and step</source>
        <translation>層ごと、または層とステップごとに1行</translation>
    </message>
    <message>
        <source>Bootstrap replicates</source>
        <translation>ブートストラップの反復数</translation>
    </message>
    <message>
        <source>Draws of samples for the confidence band; 0 = no band</source>
        <translation>信頼帯のための標本の抽出回数。0 = 帯なし</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>信頼度</translation>
    </message>
    <message>
        <source>Share of the replicates inside the band</source>
        <translation>帯に入る反復の割合</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Linear, Gaussian kernel (rbf), without bias, or in minibatches</source>
        <translation>線形、ガウスカーネル（rbf）、バイアス補正、またはミニバッチ</translation>
    </message>
    <message>
        <source>One row per pair of layers, or a matrix; a matrix has no bands</source>
        <translation>層の組ごとに1行、または行列。行列には信頼帯がありません</translation>
    </message>
    <message>
        <source>Draws of samples for confidence bands; between all layers only if given</source>
        <translation>信頼帯のための標本の抽出回数。全層間では指定した場合のみ</translation>
    </message>
    <message>
        <source>Bandwidth</source>
        <translation>バンド幅</translation>
    </message>
    <message>
        <source>Of the Gaussian kernel, in median distances</source>
        <translation>ガウスカーネルのバンド幅（距離の中央値を単位とする）</translation>
    </message>
    <message>
        <source>Samples of a minibatch</source>
        <translation>ミニバッチの標本数</translation>
    </message>
    <message>
        <source>Seed of minibatches and bootstrap draws</source>
        <translation>ミニバッチとブートストラップ抽出のシード</translation>
    </message>
    <message>
        <source>Alignment of layers (CKA)</source>
        <translation>層の整合（CKA）</translation>
    </message>
    <message>
        <source>Bandwidths</source>
        <translation>バンド幅</translation>
    </message>
    <message>
        <source>Of the Gaussian kernels, in median distances, separated by commas; the kernel is their mean</source>
        <translation>ガウスカーネルのバンド幅（距離の中央値を単位とし、コンマ区切り）。カーネルはその平均</translation>
    </message>
    <message>
        <source>Of the test; 0 = no test</source>
        <translation>検定の並べ替え回数。0 = 検定なし</translation>
    </message>
    <message>
        <source>Permute</source>
        <translation>並べ替え</translation>
    </message>
    <message>
        <source>Swap partners (pairs), or draw any sample for any side (pooled)</source>
        <translation>対の間で入れ替える（pairs）、または全標本から割り当てる（pooled）</translation>
    </message>
    <message>
        <source>Seed of permutations and bootstrap draws</source>
        <translation>並べ替えとブートストラップ抽出のシード</translation>
    </message>
    <message>
        <source>One row per layer, per layer and step, or per layer and sample</source>
        <translation>層ごと、層とステップごと、または層と標本ごとに1行</translation>
    </message>
    <message>
        <source>How many of the nearest samples are asked</source>
        <translation>調べる最近傍の標本数</translation>
    </message>
    <message>
        <source>Ask the partner</source>
        <translation>対の相手も数える</translation>
    </message>
    <message>
        <source>Whether the same sample of the other domain counts as a neighbour</source>
        <translation>もう一方のドメインの同じ標本を近傍に含めるか</translation>
    </message>
    <message>
        <source>Discrepancy of domains (MMD)</source>
        <translation>ドメイン間の隔たり（MMD）</translation>
    </message>
    <message>
        <source>Covariance distance of domains (CORAL)</source>
        <translation>ドメインの共分散距離（CORAL）</translation>
    </message>
    <message>
        <source>Procrustes and paired distances</source>
        <translation>プロクラステス距離と対の距離</translation>
    </message>
    <message>
        <source>Neighbours across domains</source>
        <translation>ドメインをまたぐ近傍</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形</translation>
    </message>
    <message>
        <source>Histogram, or smooth (Gaussian kernel of Silverman&apos;s bandwidth)</source>
        <translation>ヒストグラム、または平滑（Silverman のバンド幅のガウスカーネル）</translation>
    </message>
    <message>
        <source>Bins</source>
        <translation>ビン</translation>
    </message>
    <message>
        <source>How many bins</source>
        <translation>ビンの数</translation>
    </message>
    <message>
        <source>Where potentials are cut: auto = as the model says, none, or a number</source>
        <translation>電位が切れる位置：auto = モデルの値、none、または数値</translation>
    </message>
    <message>
        <source>Whether exact zeros count: neurons that just fired or never moved</source>
        <translation>ちょうど 0 の値を数えるか（発火直後、または動かなかったニューロン）</translation>
    </message>
    <message>
        <source>Which layers, such as mem/*,feature; empty = all potentials</source>
        <translation>対象の層（例 mem/*,feature）。空 = すべての電位</translation>
    </message>
    <message>
        <source>Densities of membrane potentials</source>
        <translation>膜電位の密度</translation>
    </message>
    <message>
        <source>Brightness (V)</source>
        <translation>明度 (V)</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>青</translation>
    </message>
    <message>
        <source>Coloured pictures</source>
        <translation>カラー画像</translation>
    </message>
    <message>
        <source>The largest of red, green and blue, or blue alone as in the published ablation.</source>
        <translation>赤・緑・青の最大値、または論文のアブレーションと同じ青のみ。</translation>
    </message>
    <message>
        <source>Decay of the rate</source>
        <translation>学習率の減衰</translation>
    </message>
    <message>
        <source>Half a cosine over all epochs, or a tenth after every so many epochs.</source>
        <translation>全エポックにわたる半周期のコサイン、または一定エポックごとに 10 分の 1。</translation>
    </message>
    <message>
        <source>Epochs per step</source>
        <translation>段ごとのエポック数</translation>
    </message>
    <message>
        <source>Of the rate that falls by steps.</source>
        <translation>段階的に下がる学習率の場合。</translation>
    </message>
    <message>
        <source>Whose spikes are shown; empty = the first one with spikes that differ</source>
        <translation>スパイクを表示する層。空欄 = スパイクが異なる最初の層</translation>
    </message>
    <message>
        <source>How the units are ordered from bottom to top; difference = those that differ most on top</source>
        <translation>ユニットの下から上への並び順。difference = 最も異なるものが上</translation>
    </message>
    <message>
        <source>Answers by class, or over time; auto = by class if there are any</source>
        <translation>答えをクラスごと、または時間に沿って表示。auto = クラスがあればクラスごと</translation>
    </message>
    <message>
        <source>Which two of several runs, such as 1,3; empty = there are two</source>
        <translation>複数の実行のうちどの 2 つか(例: 1,3)。空欄 = 実行は 2 つ</translation>
    </message>
    <message>
        <source>Which layers, such as conv*,fc1; empty = all</source>
        <translation>どの層か(例: conv*,fc1)。空欄 = すべて</translation>
    </message>
    <message>
        <source>By name in any order, by place, or auto: by place only where no name is in both runs</source>
        <translation>順序を問わず名前で、または位置で対応付け。auto: 共通の名前がないときだけ位置で</translation>
    </message>
    <message>
        <source>Similarity of each layer with itself in the other run</source>
        <translation>各層ともう一方の実行の同じ層との類似度</translation>
    </message>
    <message>
        <source>Comparison of two runs</source>
        <translation>2 つの実行の比較</translation>
    </message>
    <message>
        <source>Spikes that differ, rates, potentials, CKA and predictions of two runs, layer by layer; share differing = 1 - |A and B| / |A or B| (Jaccard 1901)</source>
        <translation>2 つの実行の異なるスパイク、発火率、電位、CKA、予測を層ごとに比較。異なる割合 = 1 - |A かつ B| / |A または B| (Jaccard 1901)</translation>
    </message>
    <message>
        <source>Rates</source>
        <translation>発火率</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>答え</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>By place</source>
        <translation>位置で</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>エネルギー</translation>
    </message>
    <message>
        <source>Constants</source>
        <translation>定数</translation>
    </message>
    <message>
        <source>Energy of an operation in 45 nm at 0.9 V: 32-bit or 16-bit float, 32-bit or 8-bit integer (Horowitz, ISSCC 2014); memory is not counted</source>
        <translation>45 nm、0.9 V での 1 演算のエネルギー: 32 または 16 ビット浮動小数点、32 または 8 ビット整数 (Horowitz, ISSCC 2014)。メモリは含みません</translation>
    </message>
    <message>
        <source>MAC</source>
        <translation>MAC</translation>
    </message>
    <message>
        <source>Energy of a multiplication and addition; as the constants say unless given</source>
        <translation>積和演算 1 回のエネルギー。指定しなければ定数のとおり</translation>
    </message>
    <message>
        <source>AC</source>
        <translation>AC</translation>
    </message>
    <message>
        <source>Energy of an addition; as the constants say unless given</source>
        <translation>加算 1 回のエネルギー。指定しなければ定数のとおり</translation>
    </message>
    <message>
        <source>Neuron update</source>
        <translation>ニューロン更新</translation>
    </message>
    <message>
        <source>Energy of one update of a neuron; usually left out</source>
        <translation>ニューロンの更新 1 回のエネルギー。通常は含めません</translation>
    </message>
    <message>
        <source>Count biases</source>
        <translation>バイアスを数える</translation>
    </message>
    <message>
        <source>Each addition of a bias costs an AC; usually left out</source>
        <translation>バイアスの加算を AC として数えます。通常は含めません</translation>
    </message>
    <message>
        <source>Inputs of the network</source>
        <translation>ネットワークの入力</translation>
    </message>
    <message>
        <source>Whether they drive the first layer as spikes (ACs by their number) or as values (MACs); auto = spikes where all are whole numbers</source>
        <translation>最初の層への入力をスパイク (個数分の AC) とみなすか値 (MAC) とみなすか。自動 = すべて整数ならスパイク</translation>
    </message>
    <message>
        <source>Number of the sample, from 0; -1 = mean over all samples</source>
        <translation>サンプル番号 (0 から)。-1 = 全サンプルの平均</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>時間変化</translation>
    </message>
    <message>
        <source>What the curves show</source>
        <translation>曲線が示すもの</translation>
    </message>
    <message>
        <source>The table shows the step below, or that of the time cursor, instead of all steps together</source>
        <translation>表に全ステップの合計でなく、下のステップ (または時間カーソルのステップ) を示します</translation>
    </message>
    <message>
        <source>45 nm, 32-bit float</source>
        <translation>45 nm、32 ビット浮動小数点</translation>
    </message>
    <message>
        <source>45 nm, 16-bit float</source>
        <translation>45 nm、16 ビット浮動小数点</translation>
    </message>
    <message>
        <source>45 nm, 32-bit integer</source>
        <translation>45 nm、32 ビット整数</translation>
    </message>
    <message>
        <source>45 nm, 8-bit integer</source>
        <translation>45 nm、8 ビット整数</translation>
    </message>
    <message>
        <source>Operations</source>
        <translation>演算数</translation>
    </message>
    <message>
        <source>SynOps</source>
        <translation>シナプス演算 (SynOps)</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Open levels</source>
        <translation>開く階層</translation>
    </message>
    <message>
        <source>How many levels of groups are open; -1 = as many as leave few boxes</source>
        <translation>開いておくグループの階層数。-1 = 箱が多くなりすぎない範囲で最大</translation>
    </message>
    <message>
        <source>Which way the network flows</source>
        <translation>ネットワークの流れる向き</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>検索</translation>
    </message>
    <message>
        <source>Layers whose name or kind contains this stand out</source>
        <translation>名前または種類にこの文字列を含む層を強調表示</translation>
    </message>
    <message>
        <source>Closed groups</source>
        <translation>閉じるグループ</translation>
    </message>
    <message>
        <source>Groups that are closed all the same, such as block.0,fc</source>
        <translation>階層にかかわらず閉じるグループ (例: block.0,fc)</translation>
    </message>
    <message>
        <source>Opened groups</source>
        <translation>開くグループ</translation>
    </message>
    <message>
        <source>Groups that are open all the same</source>
        <translation>階層にかかわらず開くグループ</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>重み</translation>
    </message>
    <message>
        <source>Layer whose weights are shown; empty = the first that has some</source>
        <translation>重みを表示する層。空欄 = 重みをもつ最初の層</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>パラメータ</translation>
    </message>
    <message>
        <source>Which of its parameters; empty = weights rather than a bias</source>
        <translation>表示するパラメータ。空欄 = バイアスではなく重み</translation>
    </message>
    <message>
        <source>Whether the histogram shows counts or their logarithms</source>
        <translation>ヒストグラムを度数で表示するか、その対数で表示するか</translation>
    </message>
    <message>
        <source>Layer of the network that is traced; empty = the first one</source>
        <translation>波形を表示する層。空欄 = 最初の層</translation>
    </message>
    <message>
        <source>Downwards</source>
        <translation>下向き</translation>
    </message>
    <message>
        <source>To the right</source>
        <translation>右向き</translation>
    </message>
    <message>
        <source>Its name; empty = the one that fits.</source>
        <translation>ストリーム名。空欄 = 合うもの。</translation>
    </message>
    <message>
        <source>Side of pairs</source>
        <translation>ペアの側</translation>
    </message>
    <message>
        <source>Which files of a list of pairs; auto = visual where the network takes planes.</source>
        <translation>ペアのリストのどちらのファイルか。自動 = ネットワークが平面を取るなら視覚。</translation>
    </message>
    <message>
        <source>Which part of a list of samples.</source>
        <translation>サンプルのリストのどの区分か。</translation>
    </message>
    <message>
        <source>The first so many; 0 = all.</source>
        <translation>先頭から何個か。0 = すべて。</translation>
    </message>
    <message>
        <source>Of a file of many trials: the one that is open, or all as samples.</source>
        <translation>多数の試行を含むファイル: 開いている試行だけか、すべてをサンプルとするか。</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>チャンネル</translation>
    </message>
    <message>
        <source>Such as 0 or 0,2-4; empty = all, in the order of the data.</source>
        <translation>0 や 0,2-4 など。空欄 = すべて、データの順。</translation>
    </message>
    <message>
        <source>Of spikes, such as 0-63; units that the recording lacks are silent.</source>
        <translation>スパイクのユニット、0-63 など。記録にないユニットは発火しない。</translation>
    </message>
    <message>
        <source>Of a tensor, such as step,sample,unit; empty = as it says.</source>
        <translation>テンソルの軸、step,sample,unit など。空欄 = テンソルの記述どおり。</translation>
    </message>
    <message>
        <source>0 = as long as the longest recording; for still pictures 100.</source>
        <translation>0 = 最長の記録の長さ。静止画では 100。</translation>
    </message>
    <message>
        <source>Step width</source>
        <translation>ステップ幅</translation>
    </message>
    <message>
        <source>0 = the step of the network.</source>
        <translation>0 = ネットワークのステップ。</translation>
    </message>
    <message>
        <source>Equal bins</source>
        <translation>等分</translation>
    </message>
    <message>
        <source>Cuts the longest recording into so many steps; 0 = by their width.</source>
        <translation>最長の記録をこの数のステップに分ける。0 = 幅で決める。</translation>
    </message>
    <message>
        <source>Begins at</source>
        <translation>始点</translation>
    </message>
    <message>
        <source>Time zero, the first event, or auto = zero unless more than half would be empty.</source>
        <translation>時刻 0、最初のイベント、または自動 = 半分以上が空にならない限り 0。</translation>
    </message>
    <message>
        <source>After that beginning; may be negative.</source>
        <translation>始点からの時間。負でもよい。</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>長さ</translation>
    </message>
    <message>
        <source>0 = to the end.</source>
        <translation>0 = 終わりまで。</translation>
    </message>
    <message>
        <source>Sampling rate</source>
        <translation>標本化周波数</translation>
    </message>
    <message>
        <source>Of data without a clock; 0 = steps have no duration.</source>
        <translation>時計のないデータの周波数。0 = ステップに長さなし。</translation>
    </message>
    <message>
        <source>Samples of a signal in one step; 0 = as many as fit the network.</source>
        <translation>1 ステップに入る信号の標本数。0 = ネットワークに合う数。</translation>
    </message>
    <message>
        <source>Hop</source>
        <translation>窓の間隔</translation>
    </message>
    <message>
        <source>Samples from one window to the next; 0 = a window.</source>
        <translation>窓から次の窓までの標本数。0 = 窓の長さ。</translation>
    </message>
    <message>
        <source>Resampling</source>
        <translation>リサンプリング</translation>
    </message>
    <message>
        <source>Of signals to the step width; auto = mean where a step width is given.</source>
        <translation>信号をステップ幅に合わせる。自動 = ステップ幅の指定があれば平均。</translation>
    </message>
    <message>
        <source>Counting</source>
        <translation>数え方</translation>
    </message>
    <message>
        <source>How many events fall into a step, or whether there are any.</source>
        <translation>ステップ内のイベントの数、または有無。</translation>
    </message>
    <message>
        <source>Channels of events; auto = off-on, or merged for one channel.</source>
        <translation>イベントのチャンネル。自動 = OFF・ON、1 チャンネルなら統合。</translation>
    </message>
    <message>
        <source>x,y,width,height in pixels, or width,height around the middle.</source>
        <translation>x,y,幅,高さ (画素)、または中央の 幅,高さ。</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>width,height after scaling; empty = as the network takes it.</source>
        <translation>拡大縮小後の 幅,高さ。空欄 = ネットワークに合わせる。</translation>
    </message>
    <message>
        <source>Scaling</source>
        <translation>拡大縮小</translation>
    </message>
    <message>
        <source>To that size; auto = pictures smoothly, events summed where the sizes divide.</source>
        <translation>そのサイズへの変換。自動 = 画像は滑らかに、イベントは割り切れるなら合計。</translation>
    </message>
    <message>
        <source>Flip</source>
        <translation>反転</translation>
    </message>
    <message>
        <source>Mirrors x, y or both.</source>
        <translation>x、y、または両方を反転する。</translation>
    </message>
    <message>
        <source>Several pictures</source>
        <translation>複数の画像</translation>
    </message>
    <message>
        <source>Each a sample, or the steps of one film.</source>
        <translation>それぞれをサンプルとするか、1 本の動画のステップとするか。</translation>
    </message>
    <message>
        <source>Coding of pictures</source>
        <translation>画像の符号化</translation>
    </message>
    <message>
        <source>The same values at every step, spikes with that probability, or one spike that is earlier for brighter pixels.</source>
        <translation>毎ステップ同じ値、その確率のスパイク、または明るい画素ほど早い 1 個のスパイク。</translation>
    </message>
    <message>
        <source>Of pictures; auto = as many channels as the network takes.</source>
        <translation>画像の色。自動 = ネットワークが取るチャンネル数。</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>ゲイン</translation>
    </message>
    <message>
        <source>Multiplies all values.</source>
        <translation>すべての値に掛ける。</translation>
    </message>
    <message>
        <source>Subtracted from pictures of 0 to 1: one number, or one per channel.</source>
        <translation>0 から 1 の画像から引く。1 つの数、またはチャンネルごと。</translation>
    </message>
    <message>
        <source>Standard deviation</source>
        <translation>標準偏差</translation>
    </message>
    <message>
        <source>Divides pictures after that: one number, or one per channel.</source>
        <translation>その後に画像を割る。1 つの数、またはチャンネルごと。</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数値の表</translation>
    </message>
    <message>
        <source>What columns without a header are; auto: what can be nothing else.</source>
        <translation>見出しのない列が何か。自動: 他のものではあり得ないもの。</translation>
    </message>
    <message>
        <source>Of a table of numbers, which is a signal then; 0: steps without a clock.</source>
        <translation>数値の表の周波数 (信号になる)。0: 時計のないステップ。</translation>
    </message>
    <message>
        <source>Open trial</source>
        <translation>開いている試行</translation>
    </message>
    <message>
        <source>Time zero</source>
        <translation>時刻 0</translation>
    </message>
    <message>
        <source>First entry</source>
        <translation>最初の要素</translation>
    </message>
    <message>
        <source>Windowed sinc</source>
        <translation>窓付き sinc</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>合計</translation>
    </message>
    <message>
        <source>Any or none</source>
        <translation>有無</translation>
    </message>
    <message>
        <source>OFF, ON</source>
        <translation>OFF、ON</translation>
    </message>
    <message>
        <source>ON, OFF</source>
        <translation>ON、OFF</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>符号付き</translation>
    </message>
    <message>
        <source>Merged</source>
        <translation>統合</translation>
    </message>
    <message>
        <source>Nearest pixel</source>
        <translation>最近傍の画素</translation>
    </message>
    <message>
        <source>Left to right</source>
        <translation>左右</translation>
    </message>
    <message>
        <source>Top to bottom</source>
        <translation>上下</translation>
    </message>
    <message>
        <source>Direct</source>
        <translation>直接</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>潜時</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>グレー</translation>
    </message>
    <message>
        <source>RGB</source>
        <translation>RGB</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>正解率</translation>
    </message>
    <message>
        <source>Time step</source>
        <translation>時間刻み</translation>
    </message>
    <message>
        <source>Of the forward-Euler integration; the file does not say it, most models are made for 0.0001 s. Without effect where no node has a time constant or a delay.</source>
        <translation>前進オイラー積分の時間刻み。ファイルには書かれておらず、多くのモデルは 0.0001 s を前提に作られています。時定数も遅延もないネットワークでは影響しません。</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>リセット</translation>
    </message>
    <message>
        <source>value: to the reset value of the file, as the format has it; subtract: the threshold is taken off, as some models were trained.</source>
        <translation>value：形式の定義どおり、ファイルのリセット値に戻します。subtract：しきい値を差し引きます（そのように学習されたモデルがあります）。</translation>
    </message>
    <message>
        <source>fast: work for active inputs only; plain: in the order of the equations. The same spikes but for rounding.</source>
        <translation>fast：活動のある入力だけを計算します。plain：式の順序どおりに計算します。丸め誤差を除き同じスパイクになります。</translation>
    </message>
    <message>
        <source>To the reset value</source>
        <translation>リセット値に戻す</translation>
    </message>
    <message>
        <source>Threshold taken off</source>
        <translation>しきい値を差し引く</translation>
    </message>
    <message>
        <source>Which method of the program is called.</source>
        <translation>プログラムのどのメソッドを呼び出すか。</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>呼び出し方</translation>
    </message>
    <message>
        <source>stepped: once per step, state carried on; whole: once with step, sample, ...; sample: once with sample, step, ...; auto: as the program shows.</source>
        <translation>stepped: ステップごとに 1 回、状態を引き継ぐ; whole: ステップ、サンプル… の順で 1 回; sample: サンプル、ステップ… の順で 1 回; auto: プログラムから判断。</translation>
    </message>
    <message>
        <source>Samples computed together; 0 = as fits.</source>
        <translation>まとめて計算するサンプル数; 0 = 自動。</translation>
    </message>
    <message>
        <source>Training mode</source>
        <translation>学習モード</translation>
    </message>
    <message>
        <source>as-saved: dropout and batch norm as the file has them; off: as for a prediction.</source>
        <translation>as-saved: ドロップアウトとバッチ正規化はファイルのまま; off: 予測時の動作。</translation>
    </message>
    <message>
        <source>Shape of the first state</source>
        <translation>初期状態の形状</translation>
    </message>
    <message>
        <source>Where the program takes state without a default: sizes such as 128, several as 128;64; empty = found by a first call.</source>
        <translation>既定値のない状態を取るプログラム用: 128 のような大きさ、複数なら 128;64; 空 = 最初の呼び出しで調べる。</translation>
    </message>
    <message>
        <source>Further arguments</source>
        <translation>その他の引数</translation>
    </message>
    <message>
        <source>Values of arguments that are neither data nor state, as JSON: {&quot;alpha&quot;: 0.5}.</source>
        <translation>データでも状態でもない引数の値 (JSON): {&quot;alpha&quot;: 0.5}。</translation>
    </message>
    <message>
        <source>Once per step</source>
        <translation>ステップごと</translation>
    </message>
    <message>
        <source>Step, sample, ...</source>
        <translation>ステップ、サンプル…</translation>
    </message>
    <message>
        <source>As saved</source>
        <translation>保存時のまま</translation>
    </message>
    <message>
        <source>Compare runs</source>
        <translation>実行の比較</translation>
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
        <translation>刺激オフセット</translation>
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
    <message>
        <source>Units by rate</source>
        <translation>ユニット (発火率順)</translation>
    </message>
    <message>
        <source>Units by first spike</source>
        <translation>ユニット (初発スパイク順)</translation>
    </message>
    <message>
        <source>Units by mode loading</source>
        <translation>ユニット (モード負荷量順)</translation>
    </message>
    <message>
        <source>Choice %1</source>
        <translation>選択 %1</translation>
    </message>
    <message>
        <source>Class %1</source>
        <translation>クラス %1</translation>
    </message>
    <message>
        <source>Units by group</source>
        <translation>ユニット (グループ順)</translation>
    </message>
    <message>
        <source>Units by principal component</source>
        <translation>ユニット (主成分順)</translation>
    </message>
    <message>
        <source>Units by similarity</source>
        <translation>ユニット (類似度順)</translation>
    </message>
    <message>
        <source>Pixel and polarity</source>
        <translation>画素と極性</translation>
    </message>
    <message>
        <source>Spikes per bin, sampled 1:%1</source>
        <translation>ビンあたりのスパイク数 (標本 1:%1)</translation>
    </message>
    <message>
        <source>Spikes per bin (%1)</source>
        <translation>ビンあたりのスパイク数 (%1)</translation>
    </message>
    <message>
        <source>Spikes per bin (%1 x %2 units)</source>
        <translation>ビンあたりのスパイク数 (%1 × %2 ユニット)</translation>
    </message>
    <message>
        <source>Time after %1</source>
        <translation>%1 からの時間</translation>
    </message>
    <message>
        <source>Event frame</source>
        <translation>イベントフレーム</translation>
    </message>
    <message>
        <source>ON</source>
        <translation>増光 (ON)</translation>
    </message>
    <message>
        <source>OFF</source>
        <translation>減光 (OFF)</translation>
    </message>
    <message>
        <source>ON minus OFF events</source>
        <translation>ON − OFF イベント数</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>イベント数</translation>
    </message>
    <message>
        <source>Event rate</source>
        <translation>イベントレート</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>統計</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>度数</translation>
    </message>
    <message>
        <source>ISI</source>
        <translation>スパイク間隔</translation>
    </message>
    <message>
        <source>Lag</source>
        <translation>遅れ</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>計数窓</translation>
    </message>
    <message>
        <source>Fano factor</source>
        <translation>ファノ因子</translation>
    </message>
    <message>
        <source>Inter-spike intervals</source>
        <translation>スパイク間隔の分布</translation>
    </message>
    <message>
        <source>Autocorrelogram</source>
        <translation>自己相関図</translation>
    </message>
    <message>
        <source>Cross-correlogram, unit %1 to %2</source>
        <translation>相互相関図、ユニット %1 から %2</translation>
    </message>
    <message>
        <source>Unit %1: CV %2, CV2 %3, LV %4</source>
        <translation>ユニット %1：CV %2、CV2 %3、LV %4</translation>
    </message>
    <message>
        <source>Mean of %1 units: CV %2, CV2 %3, LV %4</source>
        <translation>%1 ユニットの平均：CV %2、CV2 %3、LV %4</translation>
    </message>
    <message>
        <source>All %1 units pooled</source>
        <translation>全 %1 ユニットをまとめて表示</translation>
    </message>
    <message>
        <source>%1 selected units pooled</source>
        <translation>選択した %1 ユニットをまとめて表示</translation>
    </message>
    <message>
        <source>%1 of %2 units pooled, drawn at random</source>
        <translation>全 %2 ユニットから無作為に選んだ %1 ユニット</translation>
    </message>
    <message>
        <source>Mean rate</source>
        <translation>平均発火率</translation>
    </message>
    <message>
        <source>Chance</source>
        <translation>偶然の水準</translation>
    </message>
    <message>
        <source>Mean interval</source>
        <translation>平均間隔</translation>
    </message>
    <message>
        <source>CV</source>
        <translation>変動係数 CV</translation>
    </message>
    <message>
        <source>CV2</source>
        <translation>変動係数 CV2</translation>
    </message>
    <message>
        <source>LV</source>
        <translation>局所変動 LV</translation>
    </message>
    <message>
        <source>Mean pairwise correlation</source>
        <translation>対の相関の平均</translation>
    </message>
    <message>
        <source>Lifetime sparseness</source>
        <translation>時間方向のスパース性</translation>
    </message>
    <message>
        <source>Population sparseness</source>
        <translation>集団のスパース性</translation>
    </message>
    <message>
        <source>SPIKE-distance, units %1 and %2</source>
        <translation>SPIKE 距離、ユニット %1 と %2</translation>
    </message>
    <message>
        <source>Aligned raster and PSTH</source>
        <translation>整列ラスターと PSTH</translation>
    </message>
    <message>
        <source>Time from %1</source>
        <translation>%1 からの時間</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Mean with SEM</source>
        <translation>平均と標準誤差 (SEM)</translation>
    </message>
    <message>
        <source>Trials by label</source>
        <translation>試行 (ラベル順)</translation>
    </message>
    <message>
        <source>No spikes of these units here</source>
        <translation>この範囲にこれらのユニットのスパイクはありません</translation>
    </message>
    <message>
        <source>%1 label values: one mean of all trials</source>
        <translation>ラベル値が %1 個：全試行の平均を一本で表示</translation>
    </message>
    <message>
        <source>Audio</source>
        <translation>音声</translation>
    </message>
    <message>
        <source>Visual</source>
        <translation>視覚</translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>バイアス</translation>
    </message>
    <message>
        <source>Logit</source>
        <translation>ロジット</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>証拠</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>クラス</translation>
    </message>
    <message>
        <source>Mean over steps</source>
        <translation>ステップ平均</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>ステップ %1</translation>
    </message>
    <message>
        <source>Sample %1</source>
        <translation>サンプル %1</translation>
    </message>
    <message>
        <source>Sample %1: predicted %2</source>
        <translation>サンプル %1: 予測 %2</translation>
    </message>
    <message>
        <source>Sample %1: predicted %2, label %3</source>
        <translation>サンプル %1: 予測 %2、正解 %3</translation>
    </message>
    <message>
        <source>Sample %1: the parts differ from the logits by up to %2</source>
        <translation>サンプル %1: 各部の和はロジットと最大 %2 異なります</translation>
    </message>
    <message>
        <source>Sample %1: some evidence is not a number</source>
        <translation>サンプル %1: 数値でない証拠があります</translation>
    </message>
    <message>
        <source>Mean over steps, %1 of %2 classes</source>
        <translation>ステップ平均、%2 クラス中 %1</translation>
    </message>
    <message>
        <source>Predicted: %1</source>
        <translation>予測: %1</translation>
    </message>
    <message>
        <source>Label: %1</source>
        <translation>正解: %1</translation>
    </message>
    <message>
        <source>Predicted and label: %1</source>
        <translation>予測かつ正解: %1</translation>
    </message>
    <message>
        <source>Residual energy</source>
        <translation>残差エネルギー</translation>
    </message>
    <message>
        <source>Relative change</source>
        <translation>相対変化</translation>
    </message>
    <message>
        <source>Firing rate of the residual</source>
        <translation>残差の発火率</translation>
    </message>
    <message>
        <source>Mean of the residual</source>
        <translation>残差の平均</translation>
    </message>
    <message>
        <source>Weight of the residual: %1</source>
        <translation>残差の重み: %1</translation>
    </message>
    <message>
        <source>Audio, mean</source>
        <translation>音声、平均</translation>
    </message>
    <message>
        <source>Visual, mean</source>
        <translation>映像、平均</translation>
    </message>
    <message>
        <source>Audio, sample %1</source>
        <translation>音声、サンプル %1</translation>
    </message>
    <message>
        <source>Visual, sample %1</source>
        <translation>映像、サンプル %1</translation>
    </message>
    <message>
        <source>Energy of each sample</source>
        <translation>各サンプルのエネルギー</translation>
    </message>
    <message>
        <source>Alignment matrix</source>
        <translation>整列行列</translation>
    </message>
    <message>
        <source>Audio (samples by class)</source>
        <translation>音声(クラス順のサンプル)</translation>
    </message>
    <message>
        <source>Visual (samples by class)</source>
        <translation>映像(クラス順のサンプル)</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>類似度</translation>
    </message>
    <message>
        <source>Share of the row</source>
        <translation>行内の割合</translation>
    </message>
    <message>
        <source>Temperature %1; mean similarity within classes %2, between classes %3</source>
        <translation>温度 %1、平均類似度: クラス内 %2、クラス間 %3</translation>
    </message>
    <message>
        <source>Temperature %1; mean similarity %2</source>
        <translation>温度 %1、平均類似度 %2</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>埋め込み</translation>
    </message>
    <message>
        <source>Before: features x</source>
        <translation>前: 特徴 x</translation>
    </message>
    <message>
        <source>Residual r</source>
        <translation>残差 r</translation>
    </message>
    <message>
        <source>After: x + residual</source>
        <translation>後: x + 残差</translation>
    </message>
    <message>
        <source>Audio, class %1</source>
        <translation>音声、クラス %1</translation>
    </message>
    <message>
        <source>Visual, class %1</source>
        <translation>映像、クラス %1</translation>
    </message>
    <message>
        <source>Class unknown</source>
        <translation>クラス不明</translation>
    </message>
    <message>
        <source>Gap between modalities</source>
        <translation>モダリティ間の隔たり</translation>
    </message>
    <message>
        <source>Spike activation map</source>
        <translation>スパイク活性化マップ</translation>
    </message>
    <message>
        <source>Spike activation</source>
        <translation>スパイク活性化</translation>
    </message>
    <message>
        <source>Audio: %1</source>
        <translation>音声: %1</translation>
    </message>
    <message>
        <source>Visual: %1</source>
        <translation>映像: %1</translation>
    </message>
    <message>
        <source>Sample %1, step %2</source>
        <translation>サンプル %1、ステップ %2</translation>
    </message>
    <message>
        <source>Sample %1, mean over steps</source>
        <translation>サンプル %1、ステップ平均</translation>
    </message>
    <message>
        <source>Sample %1, step %2: no spike ends an interval here</source>
        <translation>サンプル %1、ステップ %2: ここで間隔を終えるスパイクはありません</translation>
    </message>
    <message>
        <source>Frequency</source>
        <translation>周波数</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>アテンション</translation>
    </message>
    <message>
        <source>Attention (matching channels)</source>
        <translation>アテンション (一致チャネル数)</translation>
    </message>
    <message>
        <source>Attention (share of the row)</source>
        <translation>アテンション (行に占める割合)</translation>
    </message>
    <message>
        <source>Attention received (mean of queries)</source>
        <translation>受けたアテンション (クエリの平均)</translation>
    </message>
    <message>
        <source>Attention given (mean of keys)</source>
        <translation>与えたアテンション (キーの平均)</translation>
    </message>
    <message>
        <source>Attention (sum over key steps)</source>
        <translation>アテンション (キーステップの和)</translation>
    </message>
    <message>
        <source>Audio token</source>
        <translation>音声トークン</translation>
    </message>
    <message>
        <source>Visual token</source>
        <translation>視覚トークン</translation>
    </message>
    <message>
        <source>Query token</source>
        <translation>クエリトークン</translation>
    </message>
    <message>
        <source>Key token</source>
        <translation>キートークン</translation>
    </message>
    <message>
        <source>Query step</source>
        <translation>クエリステップ</translation>
    </message>
    <message>
        <source>Key step</source>
        <translation>キーステップ</translation>
    </message>
    <message>
        <source>Audio token %1: sum %2</source>
        <translation>音声トークン %1: 合計 %2</translation>
    </message>
    <message>
        <source>Visual token %1: sum %2</source>
        <translation>視覚トークン %1: 合計 %2</translation>
    </message>
    <message>
        <source>Token %1: sum %2</source>
        <translation>トークン %1: 合計 %2</translation>
    </message>
    <message>
        <source>Step %1: sum %2</source>
        <translation>ステップ %1: 合計 %2</translation>
    </message>
    <message>
        <source>Audio asks</source>
        <translation>音声が問い合わせ</translation>
    </message>
    <message>
        <source>Audio answers</source>
        <translation>音声が応答</translation>
    </message>
    <message>
        <source>Visual asks</source>
        <translation>視覚が問い合わせ</translation>
    </message>
    <message>
        <source>Visual answers</source>
        <translation>視覚が応答</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>All tokens</source>
        <translation>全トークン</translation>
    </message>
    <message>
        <source>All steps</source>
        <translation>全ステップ</translation>
    </message>
    <message>
        <source>Head %1</source>
        <translation>ヘッド %1</translation>
    </message>
    <message>
        <source>Sample %1, step %2, mean over heads</source>
        <translation>サンプル %1、ステップ %2、ヘッド平均</translation>
    </message>
    <message>
        <source>Sample %1, step %2, maximum over heads</source>
        <translation>サンプル %1、ステップ %2、ヘッド最大</translation>
    </message>
    <message>
        <source>Sample %1, step %2, head %3</source>
        <translation>サンプル %1、ステップ %2、ヘッド %3</translation>
    </message>
    <message>
        <source>Sample %1, mean over steps, mean over heads</source>
        <translation>サンプル %1、ステップ平均、ヘッド平均</translation>
    </message>
    <message>
        <source>Sample %1, mean over steps, maximum over heads</source>
        <translation>サンプル %1、ステップ平均、ヘッド最大</translation>
    </message>
    <message>
        <source>Sample %1, mean over steps, head %2</source>
        <translation>サンプル %1、ステップ平均、ヘッド %2</translation>
    </message>
    <message>
        <source>Sample %1, token %2, mean over heads</source>
        <translation>サンプル %1、トークン %2、ヘッド平均</translation>
    </message>
    <message>
        <source>Sample %1, token %2, maximum over heads</source>
        <translation>サンプル %1、トークン %2、ヘッド最大</translation>
    </message>
    <message>
        <source>Sample %1, token %2, head %3</source>
        <translation>サンプル %1、トークン %2、ヘッド %3</translation>
    </message>
    <message>
        <source>Sample %1, token %2</source>
        <translation>サンプル %1、トークン %2</translation>
    </message>
    <message>
        <source>After: features x&apos;</source>
        <translation>後: 特徴 x&apos;</translation>
    </message>
    <message>
        <source>Time surface</source>
        <translation>時間表面</translation>
    </message>
    <message>
        <source>Events in space and time</source>
        <translation>空間と時間の中のイベント</translation>
    </message>
    <message>
        <source>exp(-age / %1)</source>
        <translation>exp(-経過時間 / %1)</translation>
    </message>
    <message>
        <source>1 of %1 events drawn</source>
        <translation>イベント %1 個に 1 個を描画</translation>
    </message>
    <message>
        <source>1 of %1 selected samples</source>
        <translation>選択した %1 標本のうち 1 つ</translation>
    </message>
    <message>
        <source>Still picture</source>
        <translation>静止画</translation>
    </message>
    <message>
        <source>Picture of the sensor, %1 old</source>
        <translation>%1 前のセンサー画像</translation>
    </message>
    <message>
        <source>Events per step</source>
        <translation>ステップあたりのイベント数</translation>
    </message>
    <message>
        <source>Alignment</source>
        <translation>アラインメント</translation>
    </message>
    <message>
        <source>Static</source>
        <translation>静止画</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>イベント</translation>
    </message>
    <message>
        <source>Static, class %1</source>
        <translation>静止画、クラス %1</translation>
    </message>
    <message>
        <source>Event, class %1</source>
        <translation>イベント、クラス %1</translation>
    </message>
    <message>
        <source>%1, class %2</source>
        <translation>%1、クラス %2</translation>
    </message>
    <message>
        <source>Class mean</source>
        <translation>クラス平均</translation>
    </message>
    <message>
        <source>%1 s.d. of a class</source>
        <translation>クラスの標準偏差 %1 倍</translation>
    </message>
    <message>
        <source>%1, mean over steps</source>
        <translation>%1、ステップ平均</translation>
    </message>
    <message>
        <source>%1, step %2</source>
        <translation>%1、ステップ %2</translation>
    </message>
    <message>
        <source>%1, every step</source>
        <translation>%1、全ステップ</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 と %2</translation>
    </message>
    <message>
        <source>CKA</source>
        <translation>CKA</translation>
    </message>
    <message>
        <source>Squared MMD</source>
        <translation>MMD の 2 乗</translation>
    </message>
    <message>
        <source>Domain loss</source>
        <translation>ドメイン損失</translation>
    </message>
    <message>
        <source>1 - |CKA|</source>
        <translation>1 - |CKA|</translation>
    </message>
    <message>
        <source>Step weight</source>
        <translation>ステップの重み</translation>
    </message>
    <message>
        <source>Replacement probability</source>
        <translation>置換確率</translation>
    </message>
    <message>
        <source>Replaced share</source>
        <translation>置換された割合</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>損失</translation>
    </message>
    <message>
        <source>Static loss</source>
        <translation>静止画の損失</translation>
    </message>
    <message>
        <source>Event loss</source>
        <translation>イベントの損失</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>正解率</translation>
    </message>
    <message>
        <source>Accuracy, static</source>
        <translation>正解率(静止画)</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>層</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>エポック</translation>
    </message>
    <message>
        <source>Epoch %1</source>
        <translation>エポック %1</translation>
    </message>
    <message>
        <source>Static layer</source>
        <translation>静止画側の層</translation>
    </message>
    <message>
        <source>Event layer</source>
        <translation>イベント側の層</translation>
    </message>
    <message>
        <source>Layer of %1</source>
        <translation>%1 の層</translation>
    </message>
    <message>
        <source>Mean of the diagonal %1</source>
        <translation>対角の平均 %1</translation>
    </message>
    <message>
        <source>%1 of %2 undefined</source>
        <translation>%2 個中 %1 個が未定義</translation>
    </message>
    <message>
        <source>Probability density</source>
        <translation>確率密度</translation>
    </message>
    <message>
        <source>%1 pairs</source>
        <translation>%1 ペア</translation>
    </message>
    <message>
        <source>Band: %1 resamples</source>
        <translation>帯: 再標本 %1 回</translation>
    </message>
    <message>
        <source>Agreement of %1 neighbours</source>
        <translation>近傍 %1 個の一致率</translation>
    </message>
    <message>
        <source>p of %1 permutations</source>
        <translation>並べ替え %1 回の p 値</translation>
    </message>
    <message>
        <source>Being computed</source>
        <translation>計算中</translation>
    </message>
    <message>
        <source>Iteration %1</source>
        <translation>反復 %1</translation>
    </message>
    <message>
        <source>Without room: %1</source>
        <translation>余白がないため省略: %1</translation>
    </message>
    <message>
        <source>Compare runs</source>
        <translation>実行の比較</translation>
    </message>
    <message>
        <source>In both</source>
        <translation>両方</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>%1 のみ</translation>
    </message>
    <message>
        <source>%1 minus %2</source>
        <translation>%1 から %2 を引いた差</translation>
    </message>
    <message>
        <source>Difference of rates</source>
        <translation>発火率の差</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差</translation>
    </message>
    <message>
        <source>Difference of logits</source>
        <translation>ロジットの差</translation>
    </message>
    <message>
        <source>Largest difference of logits</source>
        <translation>ロジットの差の最大値</translation>
    </message>
    <message>
        <source>Share of spikes that differ</source>
        <translation>異なるスパイクの割合</translation>
    </message>
    <message>
        <source>Predictions that differ, of %1</source>
        <translation>異なる予測の数(全 %1)</translation>
    </message>
    <message>
        <source>First step that differs</source>
        <translation>最初に異なるステップ</translation>
    </message>
    <message>
        <source>%1, sample %2</source>
        <translation>%1、サンプル %2</translation>
    </message>
    <message>
        <source>%1, sample %2, first %3 steps of both</source>
        <translation>%1、サンプル %2、両方の最初の %3 ステップ</translation>
    </message>
    <message>
        <source>%1: no difference</source>
        <translation>%1: 差なし</translation>
    </message>
    <message>
        <source>CKA needs %1 samples or more; there are %2</source>
        <translation>CKA には %1 個以上のサンプルが必要です(現在 %2 個)</translation>
    </message>
    <message>
        <source>No layer of spikes with the same units in both runs</source>
        <translation>両方の実行で同じユニットを持つスパイクの層がありません</translation>
    </message>
    <message>
        <source>No output with the same values in both runs</source>
        <translation>両方の実行に共通の出力がありません</translation>
    </message>
    <message>
        <source>%1: both predict %2</source>
        <translation>%1: どちらも %2 と予測</translation>
    </message>
    <message>
        <source>%1: %2 predicts %3, %4 predicts %5</source>
        <translation>%1: %2 は %3、%4 は %5 と予測</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>パラメータ %1</translation>
    </message>
    <message>
        <source>Mean rate %1 Hz</source>
        <translation>平均発火率 %1 Hz</translation>
    </message>
    <message>
        <source>%1 spikes per step</source>
        <translation>1ステップあたり %1 スパイク</translation>
    </message>
    <message>
        <source>Spikes per unit and step</source>
        <translation>ユニット・ステップあたりのスパイク数</translation>
    </message>
    <message>
        <source>%1 SynOps</source>
        <translation>SynOps %1</translation>
    </message>
    <message>
        <source>%1 layers</source>
        <translation>%1 層</translation>
    </message>
    <message>
        <source>%1 layers in %2 groups</source>
        <translation>%1 層、%2 グループ</translation>
    </message>
    <message>
        <source>%1 of %2 layers match</source>
        <translation>%2 層中 %1 層が一致</translation>
    </message>
    <message>
        <source>%1 match</source>
        <translation>%1 件一致</translation>
    </message>
    <message>
        <source>%1 long links are drawn straight</source>
        <translation>長いリンク %1 本は直線で表示</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>重み</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>重み</translation>
    </message>
    <message>
        <source>n = %1, %2 %3</source>
        <translation>重み %1 個、%2 %3</translation>
    </message>
    <message>
        <source>%1 zero</source>
        <translation>ゼロ %1 個</translation>
    </message>
    <message>
        <source>%1 not finite</source>
        <translation>有限でない値 %1 個</translation>
    </message>
    <message>
        <source>Each cell is the mean of up to %1 weights</source>
        <translation>各セルは最大 %1 個の重みの平均</translation>
    </message>
    <message>
        <source>Tiles of %1 by %2 weights</source>
        <translation>%1 × %2 個の重みのタイル</translation>
    </message>
    <message>
        <source>To unit</source>
        <translation>出力ユニット</translation>
    </message>
    <message>
        <source>From unit</source>
        <translation>入力ユニット</translation>
    </message>
    <message>
        <source>To channel</source>
        <translation>出力チャネル</translation>
    </message>
    <message>
        <source>From channel</source>
        <translation>入力チャネル</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>エネルギー</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>MACs</source>
        <translation>積和演算 (MAC)</translation>
    </message>
    <message>
        <source>ACs</source>
        <translation>加算 (AC)</translation>
    </message>
    <message>
        <source>SynOps</source>
        <translation>シナプス演算 (SynOps)</translation>
    </message>
    <message>
        <source>Neuron updates</source>
        <translation>ニューロン更新</translation>
    </message>
    <message>
        <source>Sparsity</source>
        <translation>スパース性</translation>
    </message>
    <message>
        <source>Energy (estimate)</source>
        <translation>エネルギー (推定)</translation>
    </message>
    <message>
        <source>Dense energy</source>
        <translation>密な計算のエネルギー</translation>
    </message>
    <message>
        <source>Dense MACs</source>
        <translation>密な計算の MAC</translation>
    </message>
    <message>
        <source>Share of dense</source>
        <translation>密な計算に対する割合</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合計</translation>
    </message>
    <message>
        <source>%1 other layers</source>
        <translation>ほか %1 層</translation>
    </message>
    <message>
        <source>Operations</source>
        <translation>演算数</translation>
    </message>
    <message>
        <source>%1 more rows are not shown</source>
        <translation>ほか %1 行は表示していません</translation>
    </message>
    <message>
        <source>Estimate: MACs x %1 pJ + ACs x %2 pJ; memory is not counted</source>
        <translation>推定: MAC × %1 pJ + AC × %2 pJ。メモリは含みません</translation>
    </message>
    <message>
        <source>Estimate: MACs x %1 pJ + ACs x %2 pJ + neuron updates x %3 pJ; memory is not counted</source>
        <translation>推定: MAC × %1 pJ + AC × %2 pJ + ニューロン更新 × %3 pJ。メモリは含みません</translation>
    </message>
    <message>
        <source>Constants of 45 nm, %1 (Horowitz, ISSCC 2014)</source>
        <translation>45 nm の定数、%1 (Horowitz, ISSCC 2014)</translation>
    </message>
    <message>
        <source>Every addition of a bias costs an AC</source>
        <translation>バイアスの加算も 1 回の AC として数えます</translation>
    </message>
    <message>
        <source>Mean over %1 samples</source>
        <translation>%1 サンプルの平均</translation>
    </message>
    <message>
        <source>Mean over %1 samples, step %2</source>
        <translation>%1 サンプルの平均、ステップ %2</translation>
    </message>
    <message>
        <source>Without spikes: %1 nJ with all %2 steps, %3 nJ in one pass</source>
        <translation>スパイクなしの場合: 全 %2 ステップで %1 nJ、1 回の計算で %3 nJ</translation>
    </message>
    <message>
        <source>No run: operations at one step of the network without spikes</source>
        <translation>実行結果なし: スパイクなしのネットワークの 1 ステップの演算</translation>
    </message>
    <message>
        <source>Sparsity: share of zeros in what a layer gives or, if that is not spikes, in what it receives</source>
        <translation>スパース性: 層の出力 (スパイクでない場合は入力) に占める 0 の割合</translation>
    </message>
    <message>
        <source>%1: unknown without probe %2</source>
        <translation>%1: プローブ %2 がないため不明</translation>
    </message>
    <message>
        <source>%1: unknown without what was fed into %2</source>
        <translation>%1: %2 への入力がないため不明</translation>
    </message>
    <message>
        <source>%1: its shapes are unknown or do not fit its synapses</source>
        <translation>%1: 形状が不明か、シナプスと合いません</translation>
    </message>
    <message>
        <source>%1: does not fit the number of values that %2 gave</source>
        <translation>%1: %2 が出力した値の数と合いません</translation>
    </message>
    <message>
        <source>%1: unknown without the spikes of %2, which has no probe</source>
        <translation>%1: プローブのない %2 のスパイクがないため不明</translation>
    </message>
    <message>
        <source>Not counted: %1</source>
        <translation>数えていないもの: %1</translation>
    </message>
    <message>
        <source>%1 MACs</source>
        <translation>積和演算 %1 回</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>context %1</source>
        <translation>文脈 %1</translation>
    </message>
    <message>
        <source>target %1</source>
        <translation>目標 %1</translation>
    </message>
    <message>
        <source>choice %1</source>
        <translation>選択 %1</translation>
    </message>
    <message>
        <source>predicted %1</source>
        <translation>予測 %1</translation>
    </message>
    <message>
        <source>label %1</source>
        <translation>ラベル %1</translation>
    </message>
</context>
<context>
    <name>View</name>
    <message>
        <source>Mode space</source>
        <translation>モード空間</translation>
    </message>
    <message>
        <source>Trajectories of a run fill this view</source>
        <translation>実行結果の軌道をここに表示します</translation>
    </message>
    <message>
        <source>Spike raster</source>
        <translation>スパイクラスター</translation>
    </message>
    <message>
        <source>Spikes of a run or of a recording fill this view</source>
        <translation>実行結果または記録のスパイクをここに表示します</translation>
    </message>
    <message>
        <source>Traces</source>
        <translation>時系列</translation>
    </message>
    <message>
        <source>Membrane potential, current and output of a run fill this view</source>
        <translation>実行結果の膜電位、電流、出力をここに表示します</translation>
    </message>
    <message>
        <source>Psychometric curves</source>
        <translation>心理測定曲線</translation>
    </message>
    <message>
        <source>A model of the context task fills this view</source>
        <translation>文脈課題のモデルから計算した曲線をここに表示します</translation>
    </message>
    <message>
        <source>Aligned raster and PSTH</source>
        <translation>整列ラスターと PSTH</translation>
    </message>
    <message>
        <source>A recording with spikes and timed labels, or a run, fills this view</source>
        <translation>スパイクと時刻付きラベルのある記録、または実行結果がここに表示されます</translation>
    </message>
    <message>
        <source>Event frame</source>
        <translation>イベントフレーム</translation>
    </message>
    <message>
        <source>Events of a sensor fill this view</source>
        <translation>センサーのイベントをここに表示します</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>統計</translation>
    </message>
    <message>
        <source>Spike activation map</source>
        <translation>スパイク活性化マップ</translation>
    </message>
    <message>
        <source>Spikes of layers with places fill this view</source>
        <translation>位置を持つ層のスパイクがこのビューに表示されます</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>アテンション</translation>
    </message>
    <message>
        <source>Attention maps of a run fill this view</source>
        <translation>実行結果のアテンションマップがここに表示されます</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>埋め込み</translation>
    </message>
    <message>
        <source>A run of a network with a stream for sound or pictures fills this view</source>
        <translation>音声または映像のストリームを持つネットワークの実行結果がこのビューに表示されます</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>証拠</translation>
    </message>
    <message>
        <source>A run of a network with a linear head and a stream for sound or pictures fills this view</source>
        <translation>線形ヘッドと音声または映像のストリームを持つネットワークの実行結果がこのビューに表示されます</translation>
    </message>
    <message>
        <source>Residual energy</source>
        <translation>残差エネルギー</translation>
    </message>
    <message>
        <source>A run of a network with cross attention fills this view</source>
        <translation>クロスアテンションを持つネットワークの実行結果がこのビューに表示されます</translation>
    </message>
    <message>
        <source>Alignment matrix</source>
        <translation>整列行列</translation>
    </message>
    <message>
        <source>A run of several samples of a network with cross attention fills this view</source>
        <translation>クロスアテンションを持つネットワークの複数サンプルの実行結果がこのビューに表示されます</translation>
    </message>
    <message>
        <source>Alignment</source>
        <translation>アラインメント</translation>
    </message>
    <message>
        <source>A run of a network with a static and an event branch, two runs of the same samples, or the runs of a training fill this view</source>
        <translation>静止画とイベントの2つの枝を持つネットワークの実行、同じサンプルの2つの実行、または学習中の実行を開くと表示されます</translation>
    </message>
    <message>
        <source>Compare runs</source>
        <translation>実行の比較</translation>
    </message>
    <message>
        <source>Two runs fill this view: two models on one recording, or one model on two; choose them with Compare</source>
        <translation>2 つの実行がこのビューに表示されます: 1 つの記録に対する 2 つのモデル、または 2 つの記録に対する 1 つのモデル。「比較」で選びます</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>A model, or a run that keeps its network, fills this view</source>
        <translation>モデル、またはネットワークを保持する実行結果を開くと表示されます</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>エネルギー</translation>
    </message>
    <message>
        <source>A run of a network that knows its layers fills this view</source>
        <translation>層の構成がわかるネットワークの実行結果があると表示されます</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>重み</translation>
    </message>
    <message>
        <source>A model whose layers have weights fills this view</source>
        <translation>重みをもつ層のあるモデルを開くと表示されます</translation>
    </message>
</context>
<context>
    <name>inspike::Actions</name>
    <message>
        <source>&amp;File</source>
        <translation>ファイル(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open...</source>
        <translation>開く(&amp;O)...</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近使ったファイル(&amp;R)</translation>
    </message>
    <message>
        <source>Open &amp;sample</source>
        <translation>サンプルを開く(&amp;S)</translation>
    </message>
    <message>
        <source>Save &amp;run as...</source>
        <translation>実行結果を保存(&amp;R)...</translation>
    </message>
    <message>
        <source>&amp;Export figure...</source>
        <translation>図を書き出す(&amp;E)...</translation>
    </message>
    <message>
        <source>&amp;Close item</source>
        <translation>項目を閉じる(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>終了(&amp;Q)</translation>
    </message>
    <message>
        <source>%1 (missing)</source>
        <translation>%1 (見つかりません)</translation>
    </message>
    <message>
        <source>Clear list</source>
        <translation>一覧を消去</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>編集(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>元に戻す(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>やり直す(&amp;R)</translation>
    </message>
    <message>
        <source>Copy &amp;image</source>
        <translation>画像をコピー(&amp;I)</translation>
    </message>
    <message>
        <source>Copy &amp;data as CSV</source>
        <translation>データを CSV としてコピー(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Previous selection</source>
        <translation>前の選択(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Next selection</source>
        <translation>次の選択(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Clear selection</source>
        <translation>選択を解除(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>表示(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>全体を表示(&amp;F)</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>全画面表示(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Go to view</source>
        <translation>ビューへ移動(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>パネル(&amp;P)</translation>
    </message>
    <message>
        <source>Show or hide</source>
        <translation>表示または非表示</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>レイアウトを初期化(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Command palette...</source>
        <translation>コマンドパレット(&amp;C)...</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>テーマ(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>ライト(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>ダーク(&amp;D)</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>システムに合わせる(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>言語(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Playback</source>
        <translation>再生(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Play or pause</source>
        <translation>再生または一時停止(&amp;P)</translation>
    </message>
    <message>
        <source>Step &amp;forward</source>
        <translation>1 ステップ進む(&amp;F)</translation>
    </message>
    <message>
        <source>Step &amp;back</source>
        <translation>1 ステップ戻る(&amp;B)</translation>
    </message>
    <message>
        <source>Ten steps forward</source>
        <translation>10 ステップ進む</translation>
    </message>
    <message>
        <source>Ten steps back</source>
        <translation>10 ステップ戻る</translation>
    </message>
    <message>
        <source>To the &amp;start</source>
        <translation>先頭へ(&amp;S)</translation>
    </message>
    <message>
        <source>To the &amp;end</source>
        <translation>末尾へ(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Slower</source>
        <translation>遅く(&amp;S)</translation>
    </message>
    <message>
        <source>F&amp;aster</source>
        <translation>速く(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Loop</source>
        <translation>繰り返し(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Next trial</source>
        <translation>次の試行(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous trial</source>
        <translation>前の試行(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>モデル(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Run inference</source>
        <translation>推論を実行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>ヘルプ(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>キーボードショートカット(&amp;K)</translation>
    </message>
    <message>
        <source>Copy &amp;diagnostics</source>
        <translation>診断情報をコピー(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;About Inspike</source>
        <translation>Inspike について(&amp;A)</translation>
    </message>
    <message>
        <source>Main tools</source>
        <translation>主なツール</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Export figure</source>
        <translation>図を書き出す</translation>
    </message>
    <message>
        <source>Search commands  Ctrl+K</source>
        <translation>コマンドを検索  Ctrl+K</translation>
    </message>
    <message>
        <source>&amp;Memory budget...</source>
        <translation>メモリの上限(&amp;M)...</translation>
    </message>
    <message>
        <source>Run inference &amp;with...</source>
        <translation>設定して推論を実行(&amp;W)...</translation>
    </message>
    <message>
        <source>Open &amp;folder...</source>
        <translation>フォルダーを開く(&amp;F)...</translation>
    </message>
    <message>
        <source>&amp;Compare runs...</source>
        <translation>実行を比較(&amp;C)...</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>Compare two runs (%1)</source>
        <translation>2 つの実行を比較 (%1)</translation>
    </message>
    <message>
        <source>Comparing needs two runs: run again with other options, or open one</source>
        <translation>比較には 2 つの実行が必要です: 別の設定でもう一度実行するか、実行を開いてください</translation>
    </message>
</context>
<context>
    <name>inspike::AlignedView</name>
    <message>
        <source>Shown</source>
        <translation>表示中</translation>
    </message>
    <message>
        <source>Trials appear when the spikes have been counted</source>
        <translation>スパイクの計数が終わると試行が表示されます</translation>
    </message>
    <message>
        <source>n = %1</source>
        <translation>n = %1</translation>
    </message>
</context>
<context>
    <name>inspike::AlignmentView</name>
    <message>
        <source>Shown</source>
        <translation>表示中</translation>
    </message>
    <message>
        <source>undefined</source>
        <translation>未定義</translation>
    </message>
    <message>
        <source>Computing: %1</source>
        <translation>計算中: %1</translation>
    </message>
</context>
<context>
    <name>inspike::AttentionView</name>
    <message>
        <source>Queries x keys</source>
        <translation>クエリ × キー</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>ヘッド</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>固定</translation>
    </message>
</context>
<context>
    <name>inspike::CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>コマンドパレット</translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation>コマンドを入力</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>コマンド</translation>
    </message>
</context>
<context>
    <name>inspike::CompareDialog</name>
    <message>
        <source>Compare runs</source>
        <translation>実行の比較</translation>
    </message>
    <message>
        <source>First run</source>
        <translation>最初の実行</translation>
    </message>
    <message>
        <source>Second run</source>
        <translation>2 番目の実行</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比較</translation>
    </message>
</context>
<context>
    <name>inspike::CompareView</name>
    <message>
        <source>First run</source>
        <translation>最初の実行</translation>
    </message>
    <message>
        <source>Second run</source>
        <translation>2 番目の実行</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>注記</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Computing: %1</source>
        <translation>計算中: %1</translation>
    </message>
</context>
<context>
    <name>inspike::Counter</name>
    <message>
        <source>Count the spikes of %1</source>
        <translation>%1 のスパイクを計数</translation>
    </message>
    <message>
        <source>Cannot count the spikes: %1</source>
        <translation>スパイクを計数できません: %1</translation>
    </message>
</context>
<context>
    <name>inspike::DataTree</name>
    <message>
        <source>Data</source>
        <translation>データ</translation>
    </message>
    <message>
        <source>Remove from session</source>
        <translation>セッションから取り除く</translation>
    </message>
    <message>
        <source>Drop recordings, models or runs anywhere in the window</source>
        <translation>記録、モデル、実行結果をウィンドウのどこにでもドロップできます</translation>
    </message>
</context>
<context>
    <name>inspike::EventsView</name>
    <message>
        <source>Sensor</source>
        <translation>センサー</translation>
    </message>
    <message>
        <source>Events shown</source>
        <translation>表示中のイベント</translation>
    </message>
    <message>
        <source>ON events</source>
        <translation>ON イベント</translation>
    </message>
    <message>
        <source>OFF events</source>
        <translation>OFF イベント</translation>
    </message>
    <message>
        <source>The events are not sorted; they are shown once they are counted</source>
        <translation>イベントが時刻順ではありません。集計後に表示します</translation>
    </message>
    <message>
        <source>This recording has no events</source>
        <translation>この記録にはイベントがありません</translation>
    </message>
    <message>
        <source>Pixels with events</source>
        <translation>イベントのある画素</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>表示中</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>標本</translation>
    </message>
    <message>
        <source>Events in 3-D</source>
        <translation>3 次元のイベント</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>フレーム</translation>
    </message>
    <message>
        <source>Count the events of each pixel</source>
        <translation>画素ごとにイベントを数える</translation>
    </message>
    <message>
        <source>Surface</source>
        <translation>時間表面</translation>
    </message>
    <message>
        <source>How recent the last events are</source>
        <translation>最後のイベントの新しさ</translation>
    </message>
    <message>
        <source>Cloud</source>
        <translation>点群</translation>
    </message>
    <message>
        <source>Every event in space and time</source>
        <translation>空間と時間の中のすべてのイベント</translation>
    </message>
    <message>
        <source>3-D</source>
        <translation>3 次元</translation>
    </message>
    <message>
        <source>Look at three axes</source>
        <translation>3 軸を見る</translation>
    </message>
    <message>
        <source>x-y</source>
        <translation>x-y</translation>
    </message>
    <message>
        <source>Look at the sensor</source>
        <translation>センサー面を見る</translation>
    </message>
    <message>
        <source>t-y</source>
        <translation>t-y</translation>
    </message>
    <message>
        <source>Look at rows over time</source>
        <translation>行を時間とともに見る</translation>
    </message>
    <message>
        <source>t-x</source>
        <translation>t-x</translation>
    </message>
    <message>
        <source>Look at columns over time</source>
        <translation>列を時間とともに見る</translation>
    </message>
</context>
<context>
    <name>inspike::ExportDialog</name>
    <message>
        <source>Export figure: %1</source>
        <translation>図を書き出す: %1</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>プリセット</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>幅</translation>
    </message>
    <message>
        <source> mm</source>
        <translation> mm</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高さ</translation>
    </message>
    <message>
        <source>Font size</source>
        <translation>文字サイズ</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> pt</translation>
    </message>
    <message>
        <source> dpi</source>
        <translation> dpi</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>解像度</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Panel letter</source>
        <translation>パネル記号</translation>
    </message>
    <message>
        <source>Dark background</source>
        <translation>暗い背景</translation>
    </message>
    <message>
        <source>Save...</source>
        <translation>保存...</translation>
    </message>
    <message>
        <source>Draw the figure for export</source>
        <translation>書き出す図を描画</translation>
    </message>
    <message>
        <source>Save figure</source>
        <translation>図を保存</translation>
    </message>
</context>
<context>
    <name>inspike::FigurePane</name>
    <message>
        <source>Stopped</source>
        <translation>停止しました</translation>
    </message>
</context>
<context>
    <name>inspike::GraphView</name>
    <message>
        <source>Layers</source>
        <translation>層</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>リンク</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>パラメータ</translation>
    </message>
    <message>
        <source>Selected layer</source>
        <translation>選択中の層</translation>
    </message>
    <message>
        <source>Fit everything</source>
        <translation>全体を表示</translation>
    </message>
    <message>
        <source>Open all groups</source>
        <translation>すべてのグループを開く</translation>
    </message>
    <message>
        <source>Close all groups</source>
        <translation>すべてのグループを閉じる</translation>
    </message>
    <message>
        <source>As many as can be read</source>
        <translation>読める範囲で開く</translation>
    </message>
    <message>
        <source>Export figure...</source>
        <translation>図を書き出す...</translation>
    </message>
    <message>
        <source>Search layers</source>
        <translation>層を検索</translation>
    </message>
</context>
<context>
    <name>inspike::InputPreview</name>
    <message>
        <source>How the recording becomes the input</source>
        <translation>記録がどのように入力になるか</translation>
    </message>
    <message>
        <source>Play the steps (Space)</source>
        <translation>ステップを再生 (スペース)</translation>
    </message>
    <message>
        <source>Play the steps</source>
        <translation>ステップを再生</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>ステップ</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>標本</translation>
    </message>
    <message>
        <source>Sample </source>
        <translation>サンプル </translation>
    </message>
    <message>
        <source>Fit the recording to the input</source>
        <translation>記録を入力に合わせる</translation>
    </message>
    <message>
        <source>The network says itself how it takes recordings</source>
        <translation>このネットワークは記録の取り方を自ら定めています</translation>
    </message>
    <message>
        <source> of %1</source>
        <translation> / %1</translation>
    </message>
    <message>
        <source>%1, class %2</source>
        <translation>%1、クラス %2</translation>
    </message>
    <message>
        <source>Mean of %1 steps</source>
        <translation>%1 ステップの平均</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>ステップ %1 / %2</translation>
    </message>
    <message>
        <source>Steps 0 to %1</source>
        <translation>ステップ 0 から %1</translation>
    </message>
    <message>
        <source>Mean value per step</source>
        <translation>1 ステップあたりの平均値</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>&apos;%1&apos;</source>
        <translation>「%1」</translation>
    </message>
</context>
<context>
    <name>inspike::Inspector</name>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 ほか %2 件</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>インスペクタ</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>選択</translation>
    </message>
    <message>
        <source>Key numbers</source>
        <translation>主な数値</translation>
    </message>
    <message>
        <source>Units (%1): %2</source>
        <translation>ユニット (%1): %2</translation>
    </message>
    <message>
        <source>Trials (%1): %2</source>
        <translation>試行 (%1): %2</translation>
    </message>
    <message>
        <source>Condition means: %1</source>
        <translation>条件平均: %1</translation>
    </message>
    <message>
        <source>Steps %1 to %2</source>
        <translation>ステップ %1 から %2</translation>
    </message>
    <message>
        <source>%1 to %2 ms</source>
        <translation>%1 から %2 ms</translation>
    </message>
    <message>
        <source>Nothing. Click a mark, or Shift+drag a box in the raster.</source>
        <translation>なし。印をクリックするか、ラスター上で Shift を押しながらドラッグして範囲を選びます。</translation>
    </message>
</context>
<context>
    <name>inspike::JobListPanel</name>
    <message>
        <source>Jobs</source>
        <translation>ジョブ</translation>
    </message>
    <message>
        <source>Nothing is running</source>
        <translation>実行中のジョブはありません</translation>
    </message>
</context>
<context>
    <name>inspike::JobRow</name>
    <message>
        <source>Waiting</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>Stopping...</source>
        <translation>停止しています...</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
</context>
<context>
    <name>inspike::LedgerView</name>
    <message>
        <source>Shown</source>
        <translation>表示中</translation>
    </message>
</context>
<context>
    <name>inspike::LegendOverlay</name>
    <message>
        <source>Legend</source>
        <translation>凡例</translation>
    </message>
    <message>
        <source>Show or hide</source>
        <translation>表示または非表示</translation>
    </message>
</context>
<context>
    <name>inspike::Loader</name>
    <message>
        <source>Open %1</source>
        <translation>%1 を開く</translation>
    </message>
    <message>
        <source>Cannot open %1: %2</source>
        <translation>%1 を開けません: %2</translation>
    </message>
    <message>
        <source>Running inference needs a model and a recording: open both</source>
        <translation>推論にはモデルと記録が必要です。両方を開いてください</translation>
    </message>
    <message>
        <source>Run of %1</source>
        <translation>%1 の実行結果</translation>
    </message>
    <message>
        <source>Inference failed: %1</source>
        <translation>推論に失敗しました: %1</translation>
    </message>
    <message>
        <source>Run inference</source>
        <translation>推論を実行</translation>
    </message>
    <message>
        <source>Cannot read the trial of %1: %2</source>
        <translation>%1 の試行を読み込めません: %2</translation>
    </message>
    <message>
        <source>Read trial %1 of %2</source>
        <translation>%2 の試行 %1 を読み込む</translation>
    </message>
    <message>
        <source>Run %1 of %2</source>
        <translation>%2 の実行結果 %1</translation>
    </message>
</context>
<context>
    <name>inspike::LogPanel</name>
    <message>
        <source>Log</source>
        <translation>ログ</translation>
    </message>
    <message>
        <source>No messages</source>
        <translation>メッセージはありません</translation>
    </message>
    <message>
        <source>Warning: </source>
        <translation>警告: </translation>
    </message>
</context>
<context>
    <name>inspike::MainWindow</name>
    <message>
        <source>Data</source>
        <translation>データ</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>インスペクタ</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>ジョブ</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>ログ</translation>
    </message>
    <message>
        <source>Open recordings, models or runs</source>
        <translation>記録、モデル、実行結果を開く</translation>
    </message>
    <message>
        <source>Save run</source>
        <translation>実行結果を保存</translation>
    </message>
    <message>
        <source>Runs (*.h5)</source>
        <translation>実行結果 (*.h5)</translation>
    </message>
    <message>
        <source>Save %1</source>
        <translation>%1 を保存</translation>
    </message>
    <message>
        <source>Cannot save the run: %1</source>
        <translation>実行結果を保存できません: %1</translation>
    </message>
    <message>
        <source>About Inspike</source>
        <translation>Inspike について</translation>
    </message>
    <message>
        <source>&lt;b&gt;Inspike %1&lt;/b&gt;&lt;p&gt;Shows what spiking neural networks do: spikes, trajectories in mode space, and traces, linked.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;</source>
        <translation>&lt;b&gt;Inspike %1&lt;/b&gt;&lt;p&gt;スパイキングニューラルネットワークの働きを、スパイク、モード空間の軌道、時系列として連動させて示します。&lt;/p&gt;&lt;p&gt;GNU General Public License バージョン 3 以降に基づく自由ソフトウェアです。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Diagnostics are on the clipboard</source>
        <translation>診断情報をクリップボードにコピーしました</translation>
    </message>
    <message>
        <source>Memory budget</source>
        <translation>メモリの上限</translation>
    </message>
    <message>
        <source>Data may use up to (GB); larger recordings stay on disk. Machine: %1 GB</source>
        <translation>データに使うメモリの上限 (GB)。より大きな記録はディスクに置いたまま扱います。このマシン: %1 GB</translation>
    </message>
    <message>
        <source>Open a folder of recordings, pictures or runs</source>
        <translation>記録、画像、実行結果のフォルダーを開く</translation>
    </message>
    <message>
        <source>%1 is a TorchScript program, which will be executed. Run it only if you trust where it came from.</source>
        <translation>%1 は TorchScript プログラムで、実行されます。入手元を信頼できる場合のみ実行してください。</translation>
    </message>
    <message>
        <source>Run and trust</source>
        <translation>信頼して実行</translation>
    </message>
</context>
<context>
    <name>inspike::ManifoldView</name>
    <message>
        <source>Variance shown</source>
        <translation>表示している分散</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>n = %1</source>
        <translation>n = %1</translation>
    </message>
    <message>
        <source>3-D</source>
        <translation>3 次元</translation>
    </message>
    <message>
        <source>Look at three axes</source>
        <translation>3 つの軸を見る</translation>
    </message>
    <message>
        <source>Look at axes 1 and 2</source>
        <translation>軸 1 と 2 を見る</translation>
    </message>
    <message>
        <source>Look at axes 1 and 3</source>
        <translation>軸 1 と 3 を見る</translation>
    </message>
    <message>
        <source>Look at axes 2 and 3</source>
        <translation>軸 2 と 3 を見る</translation>
    </message>
</context>
<context>
    <name>inspike::NoticeBar</name>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>この通知を閉じる</translation>
    </message>
</context>
<context>
    <name>inspike::ParamForm</name>
    <message>
        <source>automatic</source>
        <translation>自動</translation>
    </message>
</context>
<context>
    <name>inspike::PreviewCanvas</name>
    <message>
        <source>Preview of the input</source>
        <translation>入力のプレビュー</translation>
    </message>
    <message>
        <source>Fitting the recording...</source>
        <translation>記録を入力に合わせています...</translation>
    </message>
    <message>
        <source>Channel %1</source>
        <translation>チャンネル %1</translation>
    </message>
    <message>
        <source>Further channels: %1</source>
        <translation>ほかのチャンネル: %1</translation>
    </message>
    <message>
        <source>Units 0 to %1</source>
        <translation>ユニット 0 から %1</translation>
    </message>
</context>
<context>
    <name>inspike::RasterSpikesTools</name>
    <message>
        <source>Show spikes in a table</source>
        <translation>スパイクを表で見る</translation>
    </message>
    <message>
        <source>Copy spikes as CSV</source>
        <translation>スパイクを CSV としてコピー</translation>
    </message>
    <message>
        <source>Save spikes as CSV...</source>
        <translation>スパイクを CSV に保存...</translation>
    </message>
    <message>
        <source>Counting spikes</source>
        <translation>スパイクを計数中</translation>
    </message>
    <message>
        <source>%1 spikes are too many to copy (at most %2): save them as CSV</source>
        <translation>%1 スパイクはコピーするには多すぎます (最大 %2)。CSV に保存してください</translation>
    </message>
    <message>
        <source>Copying spikes</source>
        <translation>スパイクをコピー中</translation>
    </message>
    <message>
        <source>Copied %1 spikes</source>
        <translation>%1 スパイクをコピーしました</translation>
    </message>
    <message>
        <source>Save spikes as CSV</source>
        <translation>スパイクを CSV に保存</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Saving spikes</source>
        <translation>スパイクを保存中</translation>
    </message>
    <message>
        <source>Saved %1 spikes to %2</source>
        <translation>%1 スパイクを %2 に保存しました</translation>
    </message>
</context>
<context>
    <name>inspike::RasterView</name>
    <message>
        <source>Units</source>
        <translation>ユニット数</translation>
    </message>
    <message>
        <source>Active units</source>
        <translation>活動したユニット数</translation>
    </message>
    <message>
        <source>Spikes shown</source>
        <translation>表示中のスパイク数</translation>
    </message>
    <message>
        <source>Mean rate</source>
        <translation>平均発火率</translation>
    </message>
    <message>
        <source>This trial has no spikes</source>
        <translation>この試行にはスパイクがありません</translation>
    </message>
    <message>
        <source>This recording has no spikes</source>
        <translation>この記録にはスパイクがありません</translation>
    </message>
    <message>
        <source>Bin of the rate</source>
        <translation>発火率のビン</translation>
    </message>
    <message>
        <source>Spikes selected</source>
        <translation>選択したスパイク</translation>
    </message>
    <message>
        <source>Rate selected</source>
        <translation>選択範囲の発火率</translation>
    </message>
    <message>
        <source>Fit everything</source>
        <translation>全体を表示</translation>
    </message>
    <message>
        <source>Row order</source>
        <translation>行の並び順</translation>
    </message>
    <message>
        <source>Colour scale</source>
        <translation>配色の尺度</translation>
    </message>
    <message>
        <source>Export figure...</source>
        <translation>図を書き出す...</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>ストリーム</translation>
    </message>
    <message>
        <source>Selected: %1 spikes of %2 units, %3 %4 per unit</source>
        <translation>選択: %2 ユニットの %1 スパイク、ユニットあたり %3 %4</translation>
    </message>
    <message>
        <source>Arranging rows</source>
        <translation>行を並べ替え中</translation>
    </message>
</context>
<context>
    <name>inspike::RunDialog</name>
    <message>
        <source>Run inference</source>
        <translation>推論を実行</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>記録</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>all</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自動</translation>
    </message>
</context>
<context>
    <name>inspike::SampleFollower</name>
    <message>
        <source>Shown</source>
        <translation>表示中</translation>
    </message>
    <message>
        <source>undefined</source>
        <translation>未定義</translation>
    </message>
</context>
<context>
    <name>inspike::Scene3DWidget</name>
    <message>
        <source>3-D pictures cannot be drawn here: neither the display nor EGL offers OpenGL 3.2. Figure export still works.</source>
        <translation>ここでは 3 次元の図を描画できません。ディスプレイも EGL も OpenGL 3.2 に対応していません。図の書き出しは利用できます。</translation>
    </message>
    <message>
        <source>No trajectories to show</source>
        <translation>表示する軌道がありません</translation>
    </message>
    <message>
        <source>%1 % of points while moving</source>
        <translation>移動中は点の %1 % を表示</translation>
    </message>
    <message>
        <source>3-D pictures cannot be drawn here</source>
        <translation>ここでは 3 次元の図を描画できません</translation>
    </message>
    <message>
        <source>Trajectories in 3-D</source>
        <translation>3 次元の軌道</translation>
    </message>
</context>
<context>
    <name>inspike::Session</name>
    <message>
        <source>Change %1</source>
        <translation>%1 を変更</translation>
    </message>
</context>
<context>
    <name>inspike::ShortcutsSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>キーボードショートカット</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>ホイール</translation>
    </message>
    <message>
        <source>Zoom at the pointer</source>
        <translation>ポインタの位置で拡大と縮小</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>ドラッグ</translation>
    </message>
    <message>
        <source>Pan; in the mode space: turn</source>
        <translation>表示範囲を移動。モード空間では回転</translation>
    </message>
    <message>
        <source>Shift+drag</source>
        <translation>Shift+ドラッグ</translation>
    </message>
    <message>
        <source>Select a box</source>
        <translation>範囲を選択</translation>
    </message>
    <message>
        <source>Click</source>
        <translation>クリック</translation>
    </message>
    <message>
        <source>Select a unit or a trial; on the background: move the cursor</source>
        <translation>ユニットまたは試行を選択。背景ではカーソルを移動</translation>
    </message>
    <message>
        <source>Ctrl+click</source>
        <translation>Ctrl+クリック</translation>
    </message>
    <message>
        <source>Add to the selection</source>
        <translation>選択に追加</translation>
    </message>
    <message>
        <source>Double click</source>
        <translation>ダブルクリック</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>全体を表示</translation>
    </message>
</context>
<context>
    <name>inspike::SpikeTable</name>
    <message>
        <source>Spikes</source>
        <translation>スパイク</translation>
    </message>
    <message>
        <source>Part of the list</source>
        <translation>リストの一部</translation>
    </message>
    <message>
        <source>Part (of %1, a million rows each):</source>
        <translation>部分 (全 %1、各百万行):</translation>
    </message>
    <message>
        <source>Select spikes in the raster</source>
        <translation>ラスターでスパイクを選択してください</translation>
    </message>
    <message>
        <source>%1 spikes of %2 units, unit by unit</source>
        <translation>%2 ユニットの %1 スパイク (ユニットごと)</translation>
    </message>
</context>
<context>
    <name>inspike::SpikeTableModel</name>
    <message>
        <source>Time step</source>
        <translation>時間ステップ</translation>
    </message>
    <message>
        <source>Time (ms)</source>
        <translation>時間 (ms)</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>ユニット</translation>
    </message>
    <message>
        <source>Polarity</source>
        <translation>極性</translation>
    </message>
</context>
<context>
    <name>inspike::StatisticsView</name>
    <message>
        <source>Shown</source>
        <translation>表示中</translation>
    </message>
    <message>
        <source>Statistics appear when the spikes have been counted</source>
        <translation>スパイクの計数が終わると統計が表示されます</translation>
    </message>
    <message>
        <source>This recording has no spikes</source>
        <translation>この記録にはスパイクがありません</translation>
    </message>
    <message>
        <source>undefined</source>
        <translation>未定義</translation>
    </message>
</context>
<context>
    <name>inspike::StatusLine</name>
    <message>
        <source>Stop this job</source>
        <translation>このジョブを停止</translation>
    </message>
    <message>
        <source>Whether every spike is drawn, or several share a mark</source>
        <translation>スパイクを 1 つずつ描いているか、複数をまとめて描いているか</translation>
    </message>
    <message>
        <source>Time to draw the window once</source>
        <translation>ウィンドウを 1 回描画する時間</translation>
    </message>
    <message>
        <source>%1 ms/frame</source>
        <translation>%1 ms/フレーム</translation>
    </message>
    <message>
        <source>Where models run</source>
        <translation>モデルを実行する装置</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>正確</translation>
    </message>
    <message>
        <source>aggregated 1:%1</source>
        <translation>集約 1:%1</translation>
    </message>
    <message>
        <source>Memory in use, and the budget for data</source>
        <translation>使用中のメモリと、データの上限</translation>
    </message>
    <message>
        <source>sampled 1:%1, counting...</source>
        <translation>標本 1:%1、計数中...</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>inspike::TransportBar</name>
    <message>
        <source>Playback</source>
        <translation>再生</translation>
    </message>
    <message>
        <source>Step back</source>
        <translation>1 ステップ戻る</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>再生または一時停止</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>スペース</translation>
    </message>
    <message>
        <source>Step forward</source>
        <translation>1 ステップ進む</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>右</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>繰り返し</translation>
    </message>
    <message>
        <source>L</source>
        <translation>L</translation>
    </message>
    <message>
        <source>Playback rate</source>
        <translation>再生速度</translation>
    </message>
    <message>
        <source>Playback rate: 1x is real time</source>
        <translation>再生速度: 1x は実時間</translation>
    </message>
    <message>
        <source>Time cursor</source>
        <translation>時間カーソル</translation>
    </message>
    <message>
        <source>Trial</source>
        <translation>試行</translation>
    </message>
    <message>
        <source>Trial shown</source>
        <translation>表示中の試行</translation>
    </message>
    <message>
        <source>Trial shown by the raster and the traces (Page up, Page down)</source>
        <translation>ラスターと時系列に表示する試行 (Page Up、Page Down)</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>ステップ %1</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>/ %1</translation>
    </message>
</context>
<context>
    <name>inspike::View</name>
    <message>
        <source>Drawing: %1</source>
        <translation>描画中: %1</translation>
    </message>
    <message>
        <source>Open a file...</source>
        <translation>ファイルを開く...</translation>
    </message>
    <message>
        <source>Run inference</source>
        <translation>推論を実行</translation>
    </message>
</context>
<context>
    <name>inspike::ViewDock</name>
    <message>
        <source>Fit (F)</source>
        <translation>全体を表示 (F)</translation>
    </message>
    <message>
        <source>Export figure... (Ctrl+E)</source>
        <translation>図を書き出す... (Ctrl+E)</translation>
    </message>
    <message>
        <source>Float or dock</source>
        <translation>切り離しまたは格納</translation>
    </message>
    <message>
        <source>Close this view</source>
        <translation>このビューを閉じる</translation>
    </message>
    <message>
        <source>Trial %1</source>
        <translation>試行 %1</translation>
    </message>
</context>
<context>
    <name>inspike::WeightsView</name>
    <message>
        <source>Weights</source>
        <translation>重み</translation>
    </message>
    <message>
        <source>Layer %1 has no weights</source>
        <translation>層 %1 には重みがありません</translation>
    </message>
</context>
</TS>
