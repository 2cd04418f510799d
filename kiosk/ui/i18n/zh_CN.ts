<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Action</name>
    <message>
        <source>Look it up</source>
        <translation>查找商品</translation>
    </message>
    <message>
        <source>Weigh</source>
        <translation>称重</translation>
    </message>
    <message>
        <source>Call a colleague</source>
        <translation>呼叫店员</translation>
    </message>
    <message>
        <source>Zero the scale</source>
        <translation>置零</translation>
    </message>
    <message>
        <source>Pay now</source>
        <translation>去付款</translation>
    </message>
    <message>
        <source>Back to scanning</source>
        <translation>返回扫描</translation>
    </message>
</context>
<context>
    <name>AgainSheet</name>
    <message>
        <source>Empty your basket?</source>
        <translation>清空购物篮？</translation>
    </message>
    <message>
        <source>All items are taken out. Nothing is charged.</source>
        <translation>所有商品将被移除，不会收费。</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Empty it</source>
        <translation>清空</translation>
    </message>
</context>
<context>
    <name>AttractScreen</name>
    <message>
        <source>Scan an item to start</source>
        <translation>扫描商品即可开始</translation>
    </message>
    <message>
        <source>Look up your items</source>
        <translation>请查找商品</translation>
    </message>
    <message>
        <source>Touch to start</source>
        <translation>点此开始</translation>
    </message>
    <message>
        <source>Member? Hold your code to the camera at any time.</source>
        <translation>会员？随时可将会员码对准摄像头。</translation>
    </message>
    <message>
        <source>Member? Hold your code to the scanner at any time.</source>
        <translation>会员？随时可将会员码对准扫码器。</translation>
    </message>
</context>
<context>
    <name>BottomSheet</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>CameraView</name>
    <message>
        <source>Camera picture</source>
        <translation>摄像头画面</translation>
    </message>
    <message>
        <source>No camera picture</source>
        <translation>没有摄像头画面</translation>
    </message>
</context>
<context>
    <name>CartList</name>
    <message>
        <source>Your items</source>
        <translation>已选商品</translation>
    </message>
    <message>
        <source>Your items will be listed here</source>
        <translation>扫描的商品会显示在这里</translation>
    </message>
</context>
<context>
    <name>Category</name>
    <message>
        <source>Fruit</source>
        <translation>水果</translation>
    </message>
    <message>
        <source>Vegetables</source>
        <translation>蔬菜</translation>
    </message>
    <message>
        <source>Bakery</source>
        <translation>面包糕点</translation>
    </message>
    <message>
        <source>Dairy</source>
        <translation>乳品</translation>
    </message>
    <message>
        <source>Drinks</source>
        <translation>饮料</translation>
    </message>
    <message>
        <source>Snacks</source>
        <translation>零食</translation>
    </message>
    <message>
        <source>Rice and noodles</source>
        <translation>米面粮油</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>冷冻</translation>
    </message>
    <message>
        <source>Deli</source>
        <translation>熟食</translation>
    </message>
    <message>
        <source>Meat</source>
        <translation>肉类</translation>
    </message>
    <message>
        <source>Seafood</source>
        <translation>水产</translation>
    </message>
    <message>
        <source>Household</source>
        <translation>日用</translation>
    </message>
    <message>
        <source>Care</source>
        <translation>个护</translation>
    </message>
    <message>
        <source>Baby</source>
        <translation>母婴</translation>
    </message>
    <message>
        <source>Alcohol</source>
        <translation>酒类</translation>
    </message>
    <message>
        <source>Tobacco</source>
        <translation>烟草</translation>
    </message>
    <message>
        <source>Books</source>
        <translation>图书</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Bags</source>
        <translation>购物袋</translation>
    </message>
</context>
<context>
    <name>CategoryBar</name>
    <message>
        <source>Categories</source>
        <translation>分类</translation>
    </message>
</context>
<context>
    <name>Cause</name>
    <message>
        <source>Help was asked for</source>
        <translation>顾客求助</translation>
    </message>
    <message>
        <source>Nobody at the lane</source>
        <translation>无人操作</translation>
    </message>
    <message>
        <source>Unknown item</source>
        <translation>未知商品</translation>
    </message>
    <message>
        <source>Item without a price</source>
        <translation>商品无价格</translation>
    </message>
    <message>
        <source>Past its date</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Recalled item</source>
        <translation>召回商品</translation>
    </message>
    <message>
        <source>Age check</source>
        <translation>年龄核验</translation>
    </message>
    <message>
        <source>Sold by staff only</source>
        <translation>仅店员售卖</translation>
    </message>
    <message>
        <source>Outside its sale hours</source>
        <translation>非售卖时段</translation>
    </message>
    <message>
        <source>Quantity limit</source>
        <translation>限购</translation>
    </message>
    <message>
        <source>Same serial number twice</source>
        <translation>序列号重复</translation>
    </message>
    <message>
        <source>Price label does not add up</source>
        <translation>价签数据不符</translation>
    </message>
    <message>
        <source>Clock not sure: check the date</source>
        <translation>时钟不准：请核对日期</translation>
    </message>
    <message>
        <source>Payment unresolved</source>
        <translation>付款待确认</translation>
    </message>
</context>
<context>
    <name>ChoiceButton</name>
    <message>
        <source>On</source>
        <translation>开</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
</context>
<context>
    <name>ComfortSheet</name>
    <message>
        <source>Make it comfortable</source>
        <translation>更舒适的显示</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Lower the controls</source>
        <translation>按键下移</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Lane %1</source>
        <translation>%1 号机</translation>
    </message>
    <message>
        <source>Self-checkout</source>
        <translation>自助结账</translation>
    </message>
    <message>
        <source>Display</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Coming</source>
        <translation>已呼叫</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
</context>
<context>
    <name>HelpSheet</name>
    <message>
        <source>A colleague is on the way</source>
        <translation>店员正在赶来</translation>
    </message>
    <message>
        <source>How can we help?</source>
        <translation>需要什么帮助？</translation>
    </message>
    <message>
        <source>Called: you can go on scanning</source>
        <translation>已呼叫，您可以继续扫描</translation>
    </message>
    <message>
        <source>Call a colleague</source>
        <translation>呼叫店员</translation>
    </message>
    <message>
        <source>My item has no barcode</source>
        <translation>商品没有条码</translation>
    </message>
    <message>
        <source>Changed your mind? Touch a line in the list to change or remove it.</source>
        <translation>不想要了？点列表中的商品即可修改或移除。</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>店员入口</translation>
    </message>
</context>
<context>
    <name>IdlePrompt</name>
    <message>
        <source>Are you still there?</source>
        <translation>您还在吗？</translation>
    </message>
    <message numerus="yes">
        <source>Your basket is kept. A colleague comes in %n second(s).</source>
        <translation>
            <numerusform>购物篮会保留，%n 秒后将呼叫店员。</numerusform>
        </translation>
    </message>
    <message>
        <source>I need more time</source>
        <translation>我还需要时间</translation>
    </message>
</context>
<context>
    <name>Keypad</name>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>LastItem</name>
    <message>
        <source>Hold a barcode to the camera</source>
        <translation>请将条码对准摄像头</translation>
    </message>
    <message>
        <source>Hold a barcode to the scanner</source>
        <translation>请将条码对准扫码器</translation>
    </message>
    <message>
        <source>Touch No barcode and look your items up</source>
        <translation>请点「无条码商品」查找</translation>
    </message>
    <message>
        <source>Fruit and vegetables: touch Weigh</source>
        <translation>蔬菜水果请点「称重」</translation>
    </message>
    <message>
        <source>Fruit and vegetables: please ask a colleague</source>
        <translation>蔬菜水果请找店员称重</translation>
    </message>
</context>
<context>
    <name>LineSheet</name>
    <message>
        <source>Change this item</source>
        <translation>修改商品</translation>
    </message>
    <message>
        <source>One less</source>
        <translation>减一件</translation>
    </message>
    <message>
        <source>One more</source>
        <translation>加一件</translation>
    </message>
    <message>
        <source>Take it out</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>LookUpSheet</name>
    <message>
        <source>Which product is it?</source>
        <translation>请选择商品</translation>
    </message>
</context>
<context>
    <name>LoweredFind</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Self-checkout</source>
        <translation>自助结账</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Added: %1</source>
        <translation>已加入：%1</translation>
    </message>
    <message>
        <source>Taken out: %1</source>
        <translation>已移除：%1</translation>
    </message>
    <message>
        <source>%1: now %2</source>
        <translation>%1：现为 %2 件</translation>
    </message>
    <message>
        <source>We do not know this code. Look the item up?</source>
        <translation>未识别此条码。要查找商品吗？</translation>
    </message>
    <message>
        <source>That code was misread. Please scan it again.</source>
        <translation>条码读取有误，请再扫一次。</translation>
    </message>
    <message>
        <source>This price label is not valid. Ask a colleague.</source>
        <translation>此价签无效，请找店员。</translation>
    </message>
    <message>
        <source>That is a payment code. Ready to pay?</source>
        <translation>这是付款码。现在付款吗？</translation>
    </message>
    <message>
        <source>That is an item. Go back to add it.</source>
        <translation>这是商品，请返回扫描后再加入。</translation>
    </message>
    <message>
        <source>We cannot take this payment code here.</source>
        <translation>此处不支持这种付款码。</translation>
    </message>
    <message>
        <source>This payment code was used. Show a fresh one.</source>
        <translation>此付款码已使用，请出示新的付款码。</translation>
    </message>
    <message>
        <source>We could not read that. Hold it flat and still.</source>
        <translation>没有读清，请放平并保持不动。</translation>
    </message>
    <message>
        <source>This label&apos;s price is in another currency.</source>
        <translation>此价签为其他币种。</translation>
    </message>
    <message>
        <source>%1 has no price yet. A colleague is called.</source>
        <translation>%1 尚无价格，已呼叫店员。</translation>
    </message>
    <message>
        <source>%1 is past its date and cannot be sold.</source>
        <translation>%1 已过期，不能出售。</translation>
    </message>
    <message>
        <source>%1 is being recalled and cannot be sold.</source>
        <translation>%1 正在召回，不能出售。</translation>
    </message>
    <message>
        <source>%1: a colleague must check your age first.</source>
        <translation>%1：需店员核验年龄。</translation>
    </message>
    <message>
        <source>%1 is sold by our staff only.</source>
        <translation>%1 仅由店员售卖。</translation>
    </message>
    <message>
        <source>%1 may not be sold at this hour.</source>
        <translation>%1 当前时段不能出售。</translation>
    </message>
    <message>
        <source>%1: no more than %2 in one purchase.</source>
        <translation>%1：每单限购 %2 件。</translation>
    </message>
    <message>
        <source>This very item is already in your basket.</source>
        <translation>这一件商品已在购物篮中。</translation>
    </message>
    <message>
        <source>%1: the label does not add up. Staff will look.</source>
        <translation>%1：价签数据不符，店员将核对。</translation>
    </message>
    <message>
        <source>%1: we cannot check its date. Staff will look.</source>
        <translation>%1：无法核对日期，店员将核对。</translation>
    </message>
    <message>
        <source>A colleague must change this line.</source>
        <translation>此行须由店员修改。</translation>
    </message>
    <message>
        <source>%1 is past its best-before date. Keep it?</source>
        <translation>%1 已过最佳食用日期，仍要购买吗？</translation>
    </message>
    <message>
        <source>This line is no longer in your basket.</source>
        <translation>此商品已不在购物篮中。</translation>
    </message>
    <message>
        <source>Weighed and labelled items cannot be counted up.</source>
        <translation>称重或价签商品不能修改件数。</translation>
    </message>
    <message>
        <source>The deposit belongs to its item.</source>
        <translation>押金随商品一起计算。</translation>
    </message>
    <message>
        <source>There is no basket. Scan an item to start.</source>
        <translation>尚未开始购物，请扫描商品。</translation>
    </message>
    <message>
        <source>This lane has no products yet. Please wait.</source>
        <translation>本机尚无商品资料，请稍候。</translation>
    </message>
    <message>
        <source>One moment: this lane is checking its records.</source>
        <translation>请稍候，本机正在检查账目记录。</translation>
    </message>
    <message>
        <source>This is sold by weight. Put it on the scale.</source>
        <translation>此商品按重量出售，请放到秤上。</translation>
    </message>
    <message>
        <source>This is sold by the piece: add it without weighing.</source>
        <translation>此商品按件出售，无需称重。</translation>
    </message>
    <message>
        <source>The scale does not answer. Ask a colleague.</source>
        <translation>电子秤无响应，请找店员。</translation>
    </message>
    <message>
        <source>The scale has a fault. Ask a colleague.</source>
        <translation>电子秤故障，请找店员。</translation>
    </message>
    <message>
        <source>The scale is still moving. Wait a moment.</source>
        <translation>秤尚未稳定，请稍候。</translation>
    </message>
    <message>
        <source>Clear the scale first, then put the item on.</source>
        <translation>请先清空秤盘，再放上商品。</translation>
    </message>
    <message>
        <source>That is too light to weigh here.</source>
        <translation>重量太轻，无法称量。</translation>
    </message>
    <message>
        <source>That is too heavy for this scale.</source>
        <translation>超出本秤量程。</translation>
    </message>
    <message>
        <source>The scale is below zero. Clear it, then zero.</source>
        <translation>秤低于零，请清空后置零。</translation>
    </message>
    <message>
        <source>This container&apos;s weight cannot be taken off.</source>
        <translation>无法扣除此容器的重量。</translation>
    </message>
    <message>
        <source>Your basket is empty. Scan an item first.</source>
        <translation>购物篮是空的，请先扫描商品。</translation>
    </message>
    <message>
        <source>Not added: a payment is under way.</source>
        <translation>未加入：正在付款。</translation>
    </message>
    <message>
        <source>Not paid. Nothing was taken: please try again.</source>
        <translation>未付款，没有扣款，请重试。</translation>
    </message>
    <message>
        <source>We are asking your wallet. Do not pay again.</source>
        <translation>正在向支付平台查询，请勿重复付款。</translation>
    </message>
    <message>
        <source>The payment was taken back. Nothing is owed.</source>
        <translation>付款已撤销，没有扣款。</translation>
    </message>
    <message>
        <source>A colleague will check this payment with you.</source>
        <translation>店员将与您核对这笔付款。</translation>
    </message>
    <message>
        <source>We are taking the payment back. Please wait.</source>
        <translation>正在撤销付款，请稍候。</translation>
    </message>
    <message>
        <source>That is not possible while the payment is open.</source>
        <translation>付款未结束，暂时无法操作。</translation>
    </message>
    <message>
        <source>The law asks for a receipt here. Please choose one.</source>
        <translation>依法须开具小票，请选择一种。</translation>
    </message>
    <message>
        <source>A colleague must come before you can pay.</source>
        <translation>需店员处理后才能付款。</translation>
    </message>
    <message>
        <source>Your receipt waits for the printer.</source>
        <translation>小票正等待打印机。</translation>
    </message>
    <message>
        <source>A colleague is on the way.</source>
        <translation>店员正在赶来。</translation>
    </message>
    <message>
        <source>Your basket is kept. A colleague is called.</source>
        <translation>购物篮已保留，已呼叫店员。</translation>
    </message>
    <message>
        <source>A colleague is already on the way.</source>
        <translation>店员已在路上。</translation>
    </message>
    <message>
        <source>Welcome! Member prices now apply.</source>
        <translation>欢迎！已享会员价。</translation>
    </message>
    <message>
        <source>Coupon accepted: %1</source>
        <translation>优惠券已使用：%1</translation>
    </message>
    <message>
        <source>This coupon is already in use here.</source>
        <translation>此优惠券已使用。</translation>
    </message>
    <message>
        <source>This coupon is not valid here.</source>
        <translation>此优惠券无法使用。</translation>
    </message>
    <message>
        <source>Wrong PIN.</source>
        <translation>密码错误。</translation>
    </message>
    <message>
        <source>This lane has no staff list it can read: nobody can sign in.</source>
        <translation>本机读不到店员名单，暂时无法登录。</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Sign-in is locked for %2 on this lane.</source>
        <translation>密码错误次数过多，本机登录已锁定 %2。</translation>
    </message>
    <message>
        <source>Staff mode was closed. Enter your PIN again.</source>
        <translation>店员模式已关闭，请重新输入密码。</translation>
    </message>
    <message>
        <source>The basket has changed: look again, then decide.</source>
        <translation>购物篮已变化，请重新核对后决定。</translation>
    </message>
    <message>
        <source>This needs a supervisor.</source>
        <translation>需要主管权限。</translation>
    </message>
    <message>
        <source>No network: we go on selling.</source>
        <translation>网络中断，正常销售。</translation>
    </message>
    <message>
        <source>This lane cannot record sales now.</source>
        <translation>本机暂时无法记录销售。</translation>
    </message>
    <message>
        <source>This lane is closed.</source>
        <translation>本机暂停服务。</translation>
    </message>
    <message>
        <source>That is not possible now.</source>
        <translation>现在无法进行此操作。</translation>
    </message>
    <message>
        <source>Something needs a colleague (%1).</source>
        <translation>需要店员处理（%1）。</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>This item</source>
        <translation>此商品</translation>
    </message>
</context>
<context>
    <name>PaidMark</name>
    <message>
        <source>Paid</source>
        <translation>已付款</translation>
    </message>
</context>
<context>
    <name>PanDial</name>
    <message>
        <source>Stable</source>
        <translation>稳定</translation>
    </message>
    <message>
        <source>Still moving</source>
        <translation>请稍候，尚未稳定</translation>
    </message>
    <message>
        <source>Put it on the scale</source>
        <translation>请放到秤上</translation>
    </message>
    <message>
        <source>Below zero: clear the scale</source>
        <translation>低于零：请清空秤盘</translation>
    </message>
    <message>
        <source>Too heavy</source>
        <translation>超出量程</translation>
    </message>
    <message>
        <source>The scale does not answer</source>
        <translation>电子秤无响应</translation>
    </message>
    <message>
        <source>Please ask a colleague to weigh it.</source>
        <translation>请找店员帮您称重。</translation>
    </message>
    <message>
        <source>Container taken off: %1</source>
        <translation>已去皮：%1</translation>
    </message>
    <message>
        <source>Zero the scale</source>
        <translation>置零</translation>
    </message>
</context>
<context>
    <name>Pay</name>
    <message>
        <source>Show your payment code</source>
        <translation>请出示付款码</translation>
    </message>
    <message>
        <source>Open it on your phone and hold it to the camera.</source>
        <translation>在手机上打开付款码，对准摄像头。</translation>
    </message>
    <message>
        <source>Open it on your phone and hold it to the scanner.</source>
        <translation>在手机上打开付款码，对准扫码器。</translation>
    </message>
    <message>
        <source>No code can be read just now</source>
        <translation>暂时无法识别付款码</translation>
    </message>
    <message>
        <source>Please touch Help: a colleague will come.</source>
        <translation>请点「帮助」，店员会过来。</translation>
    </message>
    <message>
        <source>One moment, please</source>
        <translation>请稍候</translation>
    </message>
    <message>
        <source>A colleague must come before you can pay.</source>
        <translation>需店员处理后才能付款。</translation>
    </message>
    <message>
        <source>Asking your wallet</source>
        <translation>正在请求付款</translation>
    </message>
    <message>
        <source>Keep your phone at hand.</source>
        <translation>请留意手机。</translation>
    </message>
    <message>
        <source>Confirm on your phone</source>
        <translation>请在手机上确认</translation>
    </message>
    <message>
        <source>Type your password there. We are waiting.</source>
        <translation>请在手机上输入密码，我们在等待。</translation>
    </message>
    <message>
        <source>Checking your payment</source>
        <translation>正在核实付款</translation>
    </message>
    <message>
        <source>No answer yet. Please do not pay again.</source>
        <translation>尚未收到结果，请勿重复付款。</translation>
    </message>
    <message>
        <source>Taking the payment back</source>
        <translation>正在撤销付款</translation>
    </message>
    <message>
        <source>Please wait until we know it is done.</source>
        <translation>请等待撤销结果。</translation>
    </message>
    <message>
        <source>A colleague will check with you</source>
        <translation>店员将与您核对</translation>
    </message>
    <message>
        <source>We do not know yet whether you paid. Please stay.</source>
        <translation>尚不确定是否已付款，请不要离开。</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>已付款</translation>
    </message>
    <message>
        <source>Recording your purchase.</source>
        <translation>正在记录交易。</translation>
    </message>
</context>
<context>
    <name>PayScreen</name>
    <message>
        <source>To pay</source>
        <translation>应付</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n 件商品</numerusform>
        </translation>
    </message>
    <message>
        <source>You save %1</source>
        <translation>已优惠 %1</translation>
    </message>
    <message>
        <source>Accepted here:</source>
        <translation>支持：</translation>
    </message>
    <message>
        <source>Back to scanning</source>
        <translation>返回扫描</translation>
    </message>
    <message>
        <source>Stop this payment</source>
        <translation>取消本次付款</translation>
    </message>
</context>
<context>
    <name>PayState</name>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n 秒</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PinSheet</name>
    <message>
        <source>Staff PIN</source>
        <translation>店员密码</translation>
    </message>
    <message>
        <source>%1 of %2 digits</source>
        <translation>已输入 %1 / %2 位</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Printer</name>
    <message>
        <source>Printing your receipt</source>
        <translation>正在打印小票</translation>
    </message>
    <message>
        <source>Please take your receipt</source>
        <translation>请取走小票</translation>
    </message>
    <message>
        <source>Out of paper: it prints when paper is in</source>
        <translation>缺纸：装纸后自动打印</translation>
    </message>
    <message>
        <source>Printer open: it prints when it is closed</source>
        <translation>打印机盖已打开：合上后自动打印</translation>
    </message>
    <message>
        <source>No printer now: your sale is recorded</source>
        <translation>打印机不可用：交易已记录</translation>
    </message>
    <message>
        <source>The printer waits: your sale is recorded</source>
        <translation>打印机等待中：交易已记录</translation>
    </message>
</context>
<context>
    <name>Reason</name>
    <message>
        <source>Shopper changed their mind</source>
        <translation>顾客不要了</translation>
    </message>
    <message>
        <source>Wrong item</source>
        <translation>商品扫错</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>商品破损</translation>
    </message>
    <message>
        <source>Price in doubt</source>
        <translation>价格存疑</translation>
    </message>
    <message>
        <source>Shopper left</source>
        <translation>顾客离开</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
</context>
<context>
    <name>ReasonSheet</name>
    <message>
        <source>Why void the basket?</source>
        <translation>作废整单的原因？</translation>
    </message>
    <message>
        <source>Why void this line?</source>
        <translation>作废此行的原因？</translation>
    </message>
</context>
<context>
    <name>ReceiptScreen</name>
    <message>
        <source>Paid %1</source>
        <translation>已付 %1</translation>
    </message>
    <message>
        <source>How would you like your receipt?</source>
        <translation>需要小票吗？</translation>
    </message>
    <message>
        <source>On paper</source>
        <translation>打印小票</translation>
    </message>
    <message>
        <source>No paper just now</source>
        <translation>暂时无法打印</translation>
    </message>
    <message>
        <source>As a QR code</source>
        <translation>电子小票二维码</translation>
    </message>
    <message>
        <source>No receipt</source>
        <translation>不需要</translation>
    </message>
</context>
<context>
    <name>ReceiptState</name>
    <message>
        <source>Receipt as a QR code</source>
        <translation>电子小票二维码</translation>
    </message>
    <message>
        <source>Read it with your phone: it works without a network</source>
        <translation>用手机扫码即可查看，无需联网</translation>
    </message>
    <message>
        <source>Receipt %1</source>
        <translation>小票号 %1</translation>
    </message>
</context>
<context>
    <name>Role</name>
    <message>
        <source>Attendant</source>
        <translation>店员</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>主管</translation>
    </message>
</context>
<context>
    <name>ScanScreen</name>
    <message>
        <source>No barcode</source>
        <translation>无条码商品</translation>
    </message>
    <message>
        <source>Weigh</source>
        <translation>称重</translation>
    </message>
    <message>
        <source>Carrier bag</source>
        <translation>购物袋</translation>
    </message>
    <message>
        <source>Pay</source>
        <translation>付款</translation>
    </message>
</context>
<context>
    <name>SearchKeys</name>
    <message>
        <source>Name, pinyin initials or number</source>
        <translation>品名、拼音首字母或编号</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Use as barcode</source>
        <translation>作为条码输入</translation>
    </message>
</context>
<context>
    <name>SearchTiles</name>
    <message>
        <source>Nothing found. Try fewer letters, or ask for help.</source>
        <translation>没有找到。请减少字母，或呼叫店员。</translation>
    </message>
</context>
<context>
    <name>SheetFrame</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>StaffLayer</name>
    <message>
        <source>Staff mode</source>
        <translation>店员模式</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Waiting for you: %1</source>
        <translation>待处理：%1</translation>
    </message>
    <message>
        <source>Waiting for you</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>Nothing is waiting.</source>
        <translation>没有待处理事项。</translation>
    </message>
    <message>
        <source>Basket: touch a line to void it</source>
        <translation>购物篮：点一行可作废</translation>
    </message>
    <message>
        <source>Void the basket</source>
        <translation>整单作废</translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>No camera now</source>
        <translation>摄像头暂不可用</translation>
    </message>
    <message>
        <source>No scanner now</source>
        <translation>扫码器暂不可用</translation>
    </message>
    <message>
        <source>No scale now</source>
        <translation>电子秤暂不可用</translation>
    </message>
    <message>
        <source>No paper receipts just now</source>
        <translation>暂无纸质小票</translation>
    </message>
    <message>
        <source>Offline, still selling</source>
        <translation>离线，正常销售</translation>
    </message>
    <message>
        <source>A colleague has been called</source>
        <translation>已呼叫店员</translation>
    </message>
    <message>
        <source>A colleague has been called (%1)</source>
        <translation>已呼叫店员（%1 项）</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>Scan</source>
        <translation>扫描</translation>
    </message>
    <message>
        <source>Look up</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Pay</source>
        <translation>付款</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>Stopped</name>
    <message>
        <source>It cannot record sales. Your basket is kept.</source>
        <translation>无法记录销售，购物篮已保留。</translation>
    </message>
    <message>
        <source>Please use another lane, or ask a colleague.</source>
        <translation>请使用其他机器，或找店员帮忙。</translation>
    </message>
</context>
<context>
    <name>StoppedScreen</name>
    <message>
        <source>This lane is closed</source>
        <translation>本机暂停服务</translation>
    </message>
</context>
<context>
    <name>TaskCard</name>
    <message>
        <source>since %1</source>
        <translation>%1 起</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>同意</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>ThanksScreen</name>
    <message>
        <source>Thank you!</source>
        <translation>谢谢惠顾！</translation>
    </message>
    <message>
        <source>Paid %1</source>
        <translation>已付 %1</translation>
    </message>
    <message>
        <source>You saved %1 today</source>
        <translation>本次节省 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n 秒</numerusform>
        </translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>TileGrid</name>
    <message>
        <source>Products</source>
        <translation>商品</translation>
    </message>
</context>
<context>
    <name>Totals</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n 件商品</numerusform>
        </translation>
    </message>
    <message>
        <source>Tax %1</source>
        <translation>税 %1</translation>
    </message>
    <message>
        <source>You save %1</source>
        <translation>已优惠 %1</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
</context>
<context>
    <name>Wallet</name>
    <message>
        <source>WeChat Pay</source>
        <translation>微信支付</translation>
    </message>
    <message>
        <source>Alipay</source>
        <translation>支付宝</translation>
    </message>
    <message>
        <source>UnionPay</source>
        <translation>云闪付</translation>
    </message>
</context>
<context>
    <name>WeighConfirm</name>
    <message>
        <source>Something else</source>
        <translation>选其他商品</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>加入</translation>
    </message>
</context>
<context>
    <name>WeighSheet</name>
    <message>
        <source>Check and add</source>
        <translation>核对后加入</translation>
    </message>
    <message>
        <source>What are you weighing?</source>
        <translation>您在称什么？</translation>
    </message>
    <message>
        <source>Is it one of these?</source>
        <translation>是其中之一吗？</translation>
    </message>
</context>
</TS>
