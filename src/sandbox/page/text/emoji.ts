/** A moderate table of common emoji names. An unknown name is shown as it was written. */
const TABLE = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 ok_hand 👌 clap 👏 wave 👋 raised_hands 🙌 pray 🙏 muscle 💪 point_right 👉
point_left 👈 point_up ☝️ point_down 👇 raised_hand ✋ hand ✋ handshake 🤝 writing_hand ✍️ eyes 👀 ear 👂 brain 🧠
smile 😄 smiley 😃 grinning 😀 grin 😁 joy 😂 rofl 🤣 slightly_smiling_face 🙂 wink 😉 blush 😊 heart_eyes 😍
thinking_face 🤔 neutral_face 😐 expressionless 😑 unamused 😒 rolling_eyes 🙄 grimacing 😬 relieved 😌 sweat_smile 😅
sweat 😓 worried 😟 confused 😕 slightly_frowning_face 🙁 disappointed 😞 cry 😢 sob 😭 scream 😱 angry 😠 rage 😡
face_with_symbols_on_mouth 🤬 exploding_head 🤯 shushing_face 🤫 zipper_mouth_face 🤐 face_palm 🤦 shrug 🤷 skull 💀
robot_face 🤖 ghost 👻 sunglasses 😎 tired_face 😫 sleeping 😴 zzz 💤 saluting_face 🫡 melting_face 🫠
heart ❤️ broken_heart 💔 orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 100 💯
fire 🔥 sparkles ✨ star ⭐ star2 🌟 zap ⚡ boom 💥 collision 💥 tada 🎉 rocket 🚀 sunny ☀️ cloud ☁️ rain_cloud 🌧️
umbrella ☂️ snowflake ❄️ droplet 💧 ocean 🌊 evergreen_tree 🌲 seedling 🌱 herb 🌿 leaves 🍃 rainbow 🌈 crescent_moon 🌙
rotating_light 🚨 warning ⚠️ no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑 stop_sign 🛑 construction 🚧 x ❌
heavy_check_mark ✔️ white_check_mark ✅ ballot_box_with_check ☑️ bangbang ‼️ exclamation ❗ question ❓
grey_exclamation ❕ grey_question ❔ information_source ℹ️ sos 🆘 new 🆕 free 🆓 up 🆙 cool 🆒 ok 🆗
red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵
large_purple_circle 🟣 large_brown_circle 🟤 white_circle ⚪ black_circle ⚫ radio_button 🔘 large_red_square 🟥
large_orange_square 🟧 large_yellow_square 🟨 large_green_square 🟩 large_blue_square 🟦 white_large_square ⬜
black_large_square ⬛ white_medium_square ◻️ small_red_triangle 🔺 small_red_triangle_down 🔻 large_blue_diamond 🔷
large_orange_diamond 🔶 small_blue_diamond 🔹 small_orange_diamond 🔸
hourglass ⌛ hourglass_flowing_sand ⏳ watch ⌚ alarm_clock ⏰ stopwatch ⏱️ timer_clock ⏲️ clock1 🕐 clock2 🕑 clock3 🕒
clock4 🕓 clock5 🕔 clock6 🕕 clock7 🕖 clock8 🕗 clock9 🕘 clock10 🕙 clock11 🕚 clock12 🕛 calendar 📅 date 📅
spiral_calendar_pad 🗓️ bell 🔔 no_bell 🔕 mega 📣 loudspeaker 📢 speaker 🔈 mute 🔇 speech_balloon 💬
left_speech_bubble 🗨️ thought_balloon 💭 right_anger_bubble 🗯️ studio_microphone 🎙️ microphone 🎤 telephone ☎️
telephone_receiver 📞 phone ☎️ iphone 📱 pager 📟 computer 💻 desktop_computer 🖥️ keyboard ⌨️ satellite_antenna 📡
satellite 🛰️ camera 📷 camera_with_flash 📸 video_camera 📹 movie_camera 🎥 tv 📺 radio 📻 newspaper 📰
rolled_up_newspaper 🗞️ email 📧 envelope ✉️ incoming_envelope 📨 inbox_tray 📥 outbox_tray 📤 package 📦 mailbox 📫
memo 📝 pencil ✏️ pencil2 ✏️ page_facing_up 📄 page_with_curl 📃 clipboard 📋 bookmark 🔖 bookmark_tabs 📑 label 🏷️
book 📖 books 📚 notebook 📓 ledger 📒 open_file_folder 📂 file_folder 📁 card_index_dividers 🗂️ wastebasket 🗑️
chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 pushpin 📌 round_pushpin 📍 paperclip 📎 link 🔗
scissors ✂️ lock 🔒 unlock 🔓 closed_lock_with_key 🔐 key 🔑 old_key 🗝️ hammer 🔨 wrench 🔧 hammer_and_wrench 🛠️ gear ⚙️
shield 🛡️ mag 🔍 mag_right 🔎 bulb 💡 flashlight 🔦 battery 🔋 electric_plug 🔌 bug 🐛 test_tube 🧪 dart 🎯 trophy 🏆
medal 🏅 checkered_flag 🏁 triangular_flag_on_post 🚩 white_flag 🏳️ scales ⚖️ briefcase 💼 moneybag 💰 credit_card 💳
receipt 🧾 gift 🎁 balloon 🎈 coffee ☕ pizza 🍕 cake 🍰 fire_engine 🚒 firefighter 🧑‍🚒 fire_extinguisher 🧯 ambulance 🚑
police_car 🚓 airplane ✈️ car 🚗 truck 🚚 ship 🚢 house 🏠 office 🏢 hospital 🏥 factory 🏭 earth_africa 🌍 earth_americas 🌎
globe_with_meridians 🌐 bust_in_silhouette 👤 busts_in_silhouette 👥 speaking_head_in_silhouette 🗣️ detective 🕵️
arrow_up ⬆️ arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️ arrow_upper_right ↗️ arrow_lower_right ↘️ arrows_counterclockwise 🔄
repeat 🔁 arrow_forward ▶️ black_square_for_stop ⏹️ double_vertical_bar ⏸️ fast_forward ⏩ rewind ⏪ back 🔙 end 🔚
one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ zero 0️⃣ heavy_plus_sign ➕ heavy_minus_sign ➖
lotus_position 🧘 massage 💆 luggage 🧳 soap 🧼 lipstick 💄 dog 🐶 cat 🐱 bee 🐝 snail 🐌 turtle 🐢 unicorn_face 🦄
performing_arts 🎭 art 🎨 musical_note 🎵 game_die 🎲 crystal_ball 🔮 puzzle_piece 🧩 ring_buoy 🛟 sponge 🧽 broom 🧹
`;

const EMOJI: ReadonlyMap<string, string> = new Map(
  [...TABLE.matchAll(/(\S+) (\S+)/g)].map((pair): [string, string] => [pair[1] ?? '', pair[2] ?? '']),
);

/** The emoji of a name written without colons, or undefined. A skin tone (`+1::skin-tone-2`) is ignored. */
export function emojiOf(name: string): string | undefined {
  return EMOJI.get(name.replace(/::skin-tone-\d$/, ''));
}
