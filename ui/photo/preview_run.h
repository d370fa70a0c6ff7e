// Several small photos, one after the other, when the renderer has nothing better to do.
#pragma once

#include <QObject>
#include <vector>

#include "core/jobs/render_service.h"

namespace tessera::ui {

/// Asks for one preview at a time, so that another list takes the place of this one at once.
class PreviewRun : public QObject {
    Q_OBJECT

public:
    static constexpr int kSide = 512;  ///< pixels, enough for a sheet

    explicit PreviewRun(RenderService& renders, QObject* parent = nullptr);

    /// Forgets what is under way. Indices of the answers are those of `inputs`.
    void start(std::vector<RenderInput> inputs);
    void stop() { start({}); }
    bool isRunning() const { return next_ < inputs_.size(); }

Q_SIGNALS:
    void drawn(qsizetype index, const QImage& picture);
    void failed(qsizetype index, const QString& reason);
    void finished();

private:
    void ask();
    void receive(int token, const QImage& picture);
    void receiveFailure(int token, const QString& reason);
    void goOn();

    RenderService& renders_;
    std::vector<RenderInput> inputs_;
    size_t next_ = 0;  // that is asked for
    int token_ = 0;    // of that one; 0: none
};

}  // namespace tessera::ui
