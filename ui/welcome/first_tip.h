// Five lines over the canvas for someone who is here for the first time.
#pragma once

#include <QFrame>

namespace tessera::ui {

/// Lies in the middle of `host` until its button, Esc or Enter sends it away.
class FirstTip : public QFrame {
    Q_OBJECT

public:
    explicit FirstTip(QWidget* host);

    static QStringList lines();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void place();
};

}  // namespace tessera::ui
