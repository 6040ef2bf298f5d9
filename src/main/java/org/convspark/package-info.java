/**
 * The map of the program: what flows where, and which files to touch for something new.
 *
 * <h2>What flows where</h2>
 *
 * <p>A package imports only what stands before it in this list; {@code ArchitectureTest} holds it.
 *
 * <ol>
 *   <li>{@code shims}: what Java has to write in another way for Spark 3.5 and for Spark 4, a class
 *       in {@code src/spark-3.5} and one in {@code src/spark-4}
 *   <li>{@code engine}: networks compiled to oneDNN. A layer is an operation, a network a list of
 *       primitives. Imports none of the others. Its {@code natives} hold each workaround for ND4J:
 *       symptom, version, how to see that it is on
 *   <li>{@code config}: reference.conf, a file and options become immutable records, checked when
 *       built; those of a training in {@code config.training}
 *   <li>{@code storage}: any Hadoop path, taken literally, written aside and renamed; a file
 *       system's error as one line. Its {@code lease} lets one process at a time write an output,
 *       its {@code tables} reads and writes files through Spark, its {@code text} is JSON, CSV and
 *       HOCON
 *   <li>{@code data}: a location becomes an {@code data.ImageDataset}, and that shards for the
 *       workers. {@code data.Contents} tells formats apart, {@code data.Datasets} opens them;
 *       arrays are datasets as they are, pictures and tables by {@code data.conversion}; {@code
 *       data.preprocessing} makes an image the network's input, wherever it comes from
 *   <li>{@code network}: the catalog, one file an architecture; a DL4J {@code
 *       ComputationGraphConfiguration} comes out
 *   <li>{@code model}: a saved network, taken for untrusted; what it says of images; ONNX
 *   <li>{@code training}: shards and a network become a trained network. {@code training.Trainer}
 *       tells the story in one method, {@code training.AveragingRounds} is its rounds, {@code
 *       training.replicas} what runs on an executor
 *   <li>{@code evaluation}: a model and a dataset become metrics, over the executors
 *   <li>{@code run}: what a run leaves behind: model, metrics, history, provenance; {@code
 *       run.TrainingRun} is the training that the command {@code train} and an estimator's fit are
 *   <li>{@code report}: a run directory becomes one page
 *   <li>{@code cluster}: Spark's session, slots, lost executors, signals
 *   <li>{@code cli}: options and help out of reference.conf; the terminal
 *   <li>{@code doctor}: whether driver and executors are fit to train
 *   <li>{@code ml}: an estimator and a model of Spark ML, for other programs; their params in
 *       {@code ml.param}
 *   <li>{@code job}: one class a command; wires the parts. {@code job.demo} works the lecture's
 *       examples. {@code Main} runs one, and {@code Failure} turns its end into a line and an exit
 *       code
 * </ol>
 *
 * <h2>How to add</h2>
 *
 * <table>
 *   <caption>Files to touch</caption>
 *   <tr><th>what</th><th>where</th></tr>
 *   <tr><td>a network</td><td>a class that implements {@code network.Architecture}, layers by {@code
 *       network.NetworkBuilder}; a line in {@code network.catalog.NetworkCatalog}</td></tr>
 *   <tr><td>an optimizer</td><td>its name and rate in {@code config.training.OptimizerConfig}, what DL4J
 *       calls it in {@code training.Optimization}, for which the compiler asks</td></tr>
 *   <tr><td>a learning-rate schedule</td><td>its name in {@code config.training.ScheduleConfig}, its formula
 *       in {@code training.replicas.LearningRate}, for which the compiler asks</td></tr>
 *   <tr><td>a metric</td><td>a row in {@code evaluation.Metric}: name and formula; metrics.json, the
 *       terminal and the report go by that table</td></tr>
 *   <tr><td>a data format</td><td>a package of {@code data} with a class that implements {@code
 *       data.ImageDataset}, or {@code data.conversion.RawSource} where images have to be looked at
 *       first; a case in {@code data.Contents} and in {@code data.Datasets}</td></tr>
 *   <tr><td>a way in which tables hold images</td><td>a class that implements {@code
 *       data.tables.columns.ImageColumns}; a case in {@code ImageSearch} beside it</td></tr>
 *   <tr><td>a command</td><td>a class that implements {@code job.Job}; a line in {@code job.Jobs};
 *       {@code submit/summary.sh} under its name, and a line in the help of {@code
 *       submit/convspark.sh}</td></tr>
 *   <tr><td>a setting</td><td>a line with its comment in {@code src/main/resources/reference.conf},
 *       which makes the option; the record of {@code config} that reads it</td></tr>
 *   <tr><td>a layer for the engine</td><td>a class that extends {@code
 *       engine.operations.Operation}; a case in {@code engine.LayerReader}</td></tr>
 * </table>
 *
 * <p>A constant of an optimizer or a schedule is a setting, too. A new network is trained, exported
 * and counted by the tests that go through the catalog.
 */
package org.convspark;
