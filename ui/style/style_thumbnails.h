// Has the styles of a list drawn small, when the renderer has nothing better to do.
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <vector>

#include "core/document/painting_data.h"

class QImage;

namespace tessera {
class Painting;
class RenderService;
struct RenderInput;
}  // namespace tessera

namespace tessera::ui {

class StyleModel;

/// One preview is asked for at a time. After a change of the labels all are drawn anew, once the
/// painting has been still for kStill.
class StyleThumbnails : public QObject {
    Q_OBJECT

public:
    static constexpr int kStill = 800;  ///< milliseconds

    StyleThumbnails(RenderService& renders, StyleModel& styles, QObject* parent = nullptr);

    void setPainting(Painting* painting);

    /// Nothing is drawn while nobody looks.
    void setActive(bool active);

private:
    void redrawAll();
    void drawNext();
    void receive(int token, const QImage& image);
    RenderInput inputFor(const Style& style) const;

    RenderService& renders_;
    StyleModel& styles_;
    QPointer<Painting> painting_;
    QTimer still_;
    std::vector<Style> fresh_;  // styles whose thumbnails are up to date
    Style asked_;               // of the preview under way
    int token_ = 0;             // of the preview under way; answers to older ones are dropped
    bool waiting_ = false;
    bool active_ = false;
};

}  // namespace tessera::ui
