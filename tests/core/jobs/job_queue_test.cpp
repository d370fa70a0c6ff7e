// The order of jobs, step by step: no thread, no clock.
#include "core/jobs/job_queue.h"

#include <QTest>

using namespace tessera;

namespace {

PhotoJob photo(quint64 revision) {
    PhotoJob job;
    job.input.revision = revision;
    return job;
}

PreviewJob preview(int token, quint64 revision = 0) {
    PreviewJob job;
    job.token = token;
    job.input.revision = revision;
    return job;
}

// A job in a word: "photo 3", "preview 7", "open a", "style", "nothing".
QString name(const std::optional<Job>& job) {
    if (!job) {
        return QStringLiteral("nothing");
    }
    if (const auto* one = std::get_if<PhotoJob>(&*job)) {
        return QStringLiteral("photo %1").arg(one->input.revision);
    }
    if (const auto* one = std::get_if<PreviewJob>(&*job)) {
        return QStringLiteral("preview %1").arg(one->token);
    }
    if (const auto* one = std::get_if<OpenJob>(&*job)) {
        return QStringLiteral("open %1").arg(one->file);
    }
    return QStringLiteral("style");
}

JobQueue readyQueue() {
    JobQueue queue;
    queue.setHasModel(true);
    return queue;
}

constexpr auto kDone = JobQueue::Outcome::Done;
constexpr auto kCutShort = JobQueue::Outcome::CutShort;

}  // namespace

class JobQueueTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nextStrokeCutsTheExactPhotoShort() {
        JobQueue queue = readyQueue();
        PhotoJob draft = photo(2);
        draft.input.draft = true;
        queue.push(photo(1));
        queue.take();
        queue.push(draft);
        QVERIFY(!queue.runningIsUnwanted());  // a draft may take as long as an exact photo
        queue.setDraftsAreQuick(true);
        QVERIFY(queue.runningIsUnwanted());
        queue.finish(kCutShort);
        QCOMPARE(name(queue.take()), QStringLiteral("photo 2"));
        queue.push(draft);
        QVERIFY(!queue.runningIsUnwanted());  // drafts let drafts finish
    }

    void draftsAreDrawnBesideAnExactPhotoThatServesThem() {
        JobQueue queue = readyQueue();
        queue.setDraftsAreQuick(true);
        queue.push(photo(1));
        queue.take();
        QVERIFY(!queue.takeBeside().has_value());
        PhotoJob draft = photo(2);
        draft.input.draft = true;
        queue.push(draft);
        QVERIFY(!queue.runningIsUnwanted());
        const std::optional<PhotoJob> beside = queue.takeBeside();
        QVERIFY(beside.has_value() && beside->input.draft);
        QVERIFY(!queue.takeBeside().has_value());
        QCOMPARE(queue.runningPhoto().input.revision, 2u);
        QCOMPARE(queue.runningPhoto().number, beside->number);
        QVERIFY(!queue.runningPhoto().input.draft);
        draft.input.styleSeed = 5;  // another picture
        queue.push(draft);
        QVERIFY(!queue.takeBeside().has_value());
        QVERIFY(queue.runningIsUnwanted());
        queue.finish(kCutShort);
        QVERIFY(std::get<PhotoJob>(*queue.take()).input.draft);
    }

    void aDraftDrawnBesideIsNotLost() {
        JobQueue queue = readyQueue();
        queue.setDraftsAreQuick(true);
        queue.push(photo(1));
        queue.take();
        queue.takeBeside();
        PhotoJob draft = photo(2);
        draft.input.draft = true;
        queue.push(draft);
        queue.takeBeside();
        queue.push(OpenJob{QStringLiteral("b"), {}});
        QVERIFY(queue.runningIsUnwanted());
        queue.finish(kCutShort);
        QCOMPARE(name(queue.take()), QStringLiteral("open b"));
        queue.finish(kDone);
        QCOMPARE(name(queue.take()), QStringLiteral("photo 2"));
    }

    void anExactPhotoThatIsDueWaitsForNoPause() {
        JobQueue queue = readyQueue();
        queue.refine(photo(1), /*due=*/true);
        QVERIFY(!queue.refinementIsNext());
        QCOMPARE(name(queue.take()), QStringLiteral("photo 1"));
    }

    void pauseOfAStrokeRefinesItsDraft() {
        JobQueue queue = readyQueue();
        PhotoJob draft = photo(1);
        draft.input.draft = true;
        queue.push(draft);
        queue.refine(std::get<PhotoJob>(*queue.take()));
        queue.finish(kDone);
        const std::optional<Job> refined = queue.take();
        QCOMPARE(name(refined), QStringLiteral("photo 1"));
        QVERIFY(!std::get<PhotoJob>(*refined).input.draft);
        queue.push(photo(2));
        queue.refine(draft);
        queue.finish(kDone);
        QCOMPARE(name(queue.take()), QStringLiteral("photo 2"));
    }

    void refinementGivesWayToAnotherPicture() {
        JobQueue queue = readyQueue();
        PhotoJob draft = photo(1);
        draft.input.labels = LabelMap(4, 4, 1);
        draft.input.draft = true;
        queue.push(draft);
        QVERIFY(!queue.refinementIsNext());
        queue.refine(std::get<PhotoJob>(*queue.take()));
        queue.finish(kDone);
        QVERIFY(queue.refinementIsNext());
        queue.take();
        PhotoJob end = draft;
        end.input.draft = false;
        queue.push(end);
        QVERIFY(!queue.runningIsUnwanted());  // it draws the very same
        end.input.styleSeed = 5;
        queue.push(end);
        QVERIFY(queue.runningIsUnwanted());
        end.input.styleSeed = 0;
        end.input.labels = LabelMap(4, 4, 2);
        queue.push(end);
        QVERIFY(queue.runningIsUnwanted());
    }

    void waitsForAModel() {
        JobQueue queue;
        queue.push(photo(1));
        queue.push(StyleJob{});
        queue.push(preview(1));
        QCOMPARE(name(queue.take()), QStringLiteral("nothing"));
        QVERIFY(!queue.busy());
        queue.push(OpenJob{QStringLiteral("a"), {}});
        QVERIFY(queue.busy());
        QCOMPARE(name(queue.take()), QStringLiteral("open a"));
        queue.finish(kDone);
        queue.setHasModel(true);
        QCOMPARE(name(queue.take()), QStringLiteral("style"));
    }

    void runsOneAtATime() {
        JobQueue queue = readyQueue();
        queue.push(photo(1));
        QCOMPARE(queue.state(), JobQueue::State::Idle);
        QCOMPARE(name(queue.take()), QStringLiteral("photo 1"));
        QCOMPARE(queue.state(), JobQueue::State::Running);
        queue.push(photo(2));
        QCOMPARE(name(queue.take()), QStringLiteral("nothing"));
        queue.finish(kDone);
        QCOMPARE(name(queue.take()), QStringLiteral("photo 2"));
    }

    void latestRequestWins() {
        JobQueue queue = readyQueue();
        queue.push(photo(1));
        (void)queue.take();
        queue.push(photo(2));
        queue.push(photo(3));
        queue.push(photo(4));
        QVERIFY(!queue.runningIsUnwanted());  // the photo follows a stroke that goes on
        queue.finish(kDone);
        QCOMPARE(name(queue.take()), QStringLiteral("photo 4"));
        queue.finish(kDone);
        QCOMPARE(name(queue.take()), QStringLiteral("nothing"));
        QVERIFY(!queue.busy());
    }

    void latestModelAndStyleWin() {
        JobQueue queue = readyQueue();
        queue.push(OpenJob{QStringLiteral("a"), {}});
        queue.push(OpenJob{QStringLiteral("b"), {}});
        QCOMPARE(name(queue.take()), QStringLiteral("open b"));
        queue.finish(kDone);
        queue.push(StyleJob{});
        queue.push(StyleJob{});
        QCOMPARE(name(queue.take()), QStringLiteral("style"));
        queue.finish(kDone);
        QCOMPARE(name(queue.take()), QStringLiteral("nothing"));
    }

    void aNewModelCutsAPhotoShort() {
        JobQueue queue = readyQueue();
        queue.push(photo(1));
        (void)queue.take();
        queue.push(OpenJob{QStringLiteral("b"), {}});
        QVERIFY(queue.runningIsUnwanted());
        queue.finish(kCutShort);
        QCOMPARE(name(queue.take()), QStringLiteral("open b"));
        QVERIFY(!queue.runningIsUnwanted());
        queue.finish(kDone);
        QCOMPARE(name(queue.take()), QStringLiteral("photo 1"));  // in the new model
    }

    void aPhotoCutShortGivesWayToANewerOne() {
        JobQueue queue = readyQueue();
        queue.push(photo(1));
        (void)queue.take();
        queue.push(OpenJob{QStringLiteral("b"), {}});
        queue.push(photo(2));
        queue.finish(kCutShort);
        QCOMPARE(name(queue.take()), QStringLiteral("open b"));
        queue.finish(kDone);
        QCOMPARE(name(queue.take()), QStringLiteral("photo 2"));
        queue.finish(kDone);
        QCOMPARE(name(queue.take()), QStringLiteral("nothing"));
    }

    void previewsRunWhenNothingElseWaits() {
        JobQueue queue = readyQueue();
        queue.push(preview(1));
        queue.push(preview(2));
        queue.push(photo(1));
        QCOMPARE(name(queue.take()), QStringLiteral("photo 1"));
        queue.finish(kDone);
        QCOMPARE(name(queue.take()), QStringLiteral("preview 1"));
        QVERIFY(!queue.busy());
        QVERIFY(!queue.runningIsUnwanted());
        queue.push(photo(2));
        QVERIFY(queue.runningIsUnwanted());
        QVERIFY(queue.busy());
        queue.finish(kCutShort);
        QCOMPARE(name(queue.take()), QStringLiteral("photo 2"));
        queue.finish(kDone);
        QCOMPARE(name(queue.take()), QStringLiteral("preview 1"));
        queue.finish(kDone);
        QCOMPARE(name(queue.take()), QStringLiteral("preview 2"));
    }

    void aPreviewOfTheSameTokenReplacesTheWaitingOne() {
        JobQueue queue = readyQueue();
        queue.push(preview(1, 10));
        queue.push(preview(2, 11));
        queue.push(preview(1, 12));
        const std::optional<Job> first = queue.take();
        QCOMPARE(std::get<PreviewJob>(*first).input.revision, 12u);
        queue.push(preview(1, 13));
        queue.finish(kCutShort);  // 13 took its place meanwhile
        QCOMPARE(name(queue.take()), QStringLiteral("preview 2"));
        queue.finish(kDone);
        QCOMPARE(std::get<PreviewJob>(*queue.take()).input.revision, 13u);
        queue.finish(kDone);
        QCOMPARE(name(queue.take()), QStringLiteral("nothing"));
    }

    void aStalePhotoNeverComesBack() {
        JobQueue queue = readyQueue();
        queue.push(photo(50));
        const quint64 first = std::get<PhotoJob>(*queue.take()).number;
        queue.finish(kDone);
        queue.push(photo(40));  // an undo: the newest request, whatever its revision
        const quint64 second = std::get<PhotoJob>(*queue.take()).number;
        QVERIFY(queue.deliver(second));
        QVERIFY(!queue.deliver(first));
        QVERIFY(queue.deliver(second));  // drawn again
    }
};

QTEST_APPLESS_MAIN(JobQueueTest)
#include "job_queue_test.moc"
