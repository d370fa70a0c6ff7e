// Held-out pictures as the run drew them, from its first step until now.
#pragma once

#include <QImage>
#include <QStringList>
#include <QWidget>

class QButtonGroup;
class QLabel;
class QSlider;

namespace tessera::ui {

class PictureRow;

/// A sample sheet cut into its squares, a row a picture: labels, (source,) drawn with no style,
/// (drawn in the photo's own style,) photo.
class SamplesSection : public QWidget {
    Q_OBJECT

public:
    explicit SamplesSection(QWidget* parent = nullptr);

    /// `cells` in a row of the run's sheets; an empty folder shows nothing.
    void setRun(const QString& folder, int cells, bool hasSource);
    /// Looks for new sheets.
    void update();

private:
    void load();
    void showSheet(const QString& file, const QImage& sheet);
    void showExample();
    QStringList captions() const;
    qint64 stepOf(const QString& file) const;

    QString folder_;
    int cells_ = 4;
    bool hasSource_ = false;
    QStringList files_;
    QString wanted_;  // being loaded, or shown
    bool atNow_ = true;
    QImage sheet_;
    int example_ = 0;
    QLabel* step_;
    QLabel* from_;
    QLabel* none_;
    QSlider* time_;
    PictureRow* row_;
    QWidget* choice_;
    QButtonGroup* examples_;
};

}  // namespace tessera::ui
